// Forms of forenames in Scots, Gaelic, Irish, Polish, the languages of South Asia, and the short forms that families
// use: written for this package, beside the British ones.
export const furtherLines = `
alasdair alistair alastair allister alister ally ali alasdar al sandy
alison ally allie eilis
aileas alice
anna ania anya anka ann hanna
annabel annabelle anabel bella belle
aonghas angus innes
archibald baldy baldie gilleasbuig
barbara baubie babs
beathag rebecca sophia becky
cailean colin
calum malcolm callum
cairistiona christina christine kirsty
catherine katherine caitriona catriona ceit kate kit kitty kathryn caitlin kaitlyn katelyn cait
ceit kate katie
coinneach kenneth kenny
christina chirsty kirsty teenie tina chris
daibhidh david davy
deorsa george dod doddie geordie
diorbhal dorothy
domhnall donald donnie donny daniel
donnchadh duncan dunky
dughall dougal dougie
ealasaid elizabeth elspeth elsie
eachann hector eck
eilidh helen ellie eleanor aileen
eoghan ewan ewen euan hugh
effie euphemia phemie oighrig euphamia
euphemia effie famie
fearghas fergus
fionnlagh finlay findlay fin finn
finlay findlay fin finn
fionnghal flora fiona
fraser frazer
giorsal grace
graeme graham grahame gregor
griogair gregor greg
iseabail isabel ishbel isobel bella
isabella isla bella izzy tibbie
iain ian john eoin
jakub jacob kuba jake jack james
janet netta jessie seonaid jenny jinty
jean jeanie sine sheena jane
jessie jess janet jessica
johanna joan hannah joey
lachlan lachie lachy lachlann
mairi mary mhairi molly maire
mairead margaret maggie
marsaili marjory marjorie
margaret maggie maisie meg peggy rita greta mysie mairead peigi madge maidie mhairead
mata matthew
michael micheil mick mikey
muireall muriel
murchadh murdo murdoch
murdo murdoch murd
niall neil neill
norman tormod norrie
padraig patrick peter paddy
pal paul
parlan bartholomew
peigi peggy margaret
raghnall ronald ranald
ranald ronald
raibeart robert rab rob
robert rab rabbie robin
ruaraidh ruairidh ruaridh rory roderick roddy ruari
seamus seumas james hamish
seonag joan johanna
seonaid shona janet
seoras george
sine jean jane sheena
siusaidh susan
somhairle sorley samuel
sorcha sarah clara
steaphan stephen steven
tearlach charles charlie
tomas thomas tam tommy
torquil torcuil
uilleam william liam bill
uisdean hugh hughie hughina
una winifred agnes
williamina mina minnie wilma ina willa
georgina ina gina dodie
jacobina ina bina
christian christina
thomasina ina tina
wilhelmina williamina mina wilma
isaac zak
zachary zak zack
rebecca becca bex
aoife eva ava
caoimhe keeva
ciaran kieran keiran
eoin owen john
niamh neve neave
oisin osheen
orla orlaith
padraic patrick
roisin rosaleen rose
sinead jane janet
siobhan joan shevaun chevonne
aleksander alexander olek alek aleks
aleksandra alexandra ola olka
adrian adek
agata aga
agnieszka agnes aga
andrzej andrew jedrek andy
antoni antek tony anthony
barbara basia
bartosz bartek bart bartlomiej
bogdan boguslaw bodzio
boleslaw bolek
bozena bozenka
czeslaw czesiek chester
daniel danek
dariusz darek
dawid david
dominik dominic
dorota dorothy dorotka
edward edek
elzbieta elizabeth ela
emilia emily emilka
ewelina ewa evelyn
filip philip
franciszek franek frank francis
grazyna grace grazynka
grzegorz gregory grzesiek greg
halina halinka helen
hanna hania hannah
helena helen hela
henryk henry heniek
ignacy ignatius
irena irene irenka
iwona yvonne
jacek jack
jadwiga jadzia hedwig
jan john janek jasiek jas
janina janka joan
jerzy george jurek
joanna asia joan joasia
jozef joseph joe jozek
jozefa josephine
julia julka julie
justyna justine
kacper casper kasper
kamil kamilek
karol charles karolek carl
karolina caroline karola
katarzyna catherine kasia kate kaska
kazimierz kazik casimir
kinga kinia
konrad conrad
krystian christian krystek
krystyna christine krysia christina
krzysztof christopher krzys krzysiek chris
leszek lech leslie
lucja lucy
lukasz luke lukas
maciej matthew maciek mathias
magdalena magda madzia
maja maya
maksymilian maks max maximilian
malgorzata margaret gosia malgosia goska
marcin martin
marek mark
maria mary marysia maryla
marian marion
mariusz marius
marta martha
mateusz matthew mati matt
michal michael michalek
mieczyslaw mietek
mikolaj nicholas nicolas
miroslaw mirek
monika monica
natalia natalie natalka
oliwia olivia oliwka
patryk patrick
pawel paul pawelek
piotr peter piotrek
przemyslaw przemek
rafal raphael ralph
robert robcio
roman romek
ryszard richard rysiek
sebastian seba
slawomir slawek
stanislaw stanley staszek stan
stanislawa stasia
stefan stephen steven
szymon simon
tadeusz tadek thaddeus
teresa theresa
tomasz thomas tomek tom
urszula ursula ula
wanda wandzia
wieslaw wiesiek
wiktor victor
wiktoria victoria wika
wladyslaw wladek walter
wlodzimierz wlodek
wojciech wojtek albert
zbigniew zbyszek
zdzislaw zdzisiek
zofia sophie zosia sofia sophia
zuzanna susan zuzia susanna
abdul abdullah abdallah abdulla
ahmed ahmad ahmet achmed
aisha ayesha aysha aaisha ayisha aishah
ali aly
amina aminah ameena
amir ameer
anil aneel
arjun arjan
asif aasif
ayub ayoub
bilal bilaal
bushra bushrah
faisal faysal feisal
farhan farhaan
fatima fatimah fathima faatimah
gurpreet gurprit preet
habib habeeb
hamza hamzah
harjinder jinder harj
harpreet harprit preet
hasan hassan hasaan
hussain hussein husain hussayn hossain
ibrahim ebrahim ibraheem
imran emran
ismail ismael esmail
jasvinder jasbinder jas
jaswinder jasvinder jas
kaur kour
khadija khadijah khadeeja
khalid khaled
kuldeep kuldip
lakshmi laxmi
manjit manjeet
mariam maryam miriam mariyam
mohammed mohamed muhammad mohammad muhammed mohd mohamad mo muhammet md
mustafa mustapha
nadeem nadim
naseem nasim
nasreen nasrin
noor nur nour
omar umar umer
parveen parvin perveen
pritpal preetpal
qasim kasim
rabia rabiah
rashid rasheed
razia raziya
rizwan rizvan
saeed said sayeed
saima saimah
sajid saajid
samina sameena
satnam sat
shabana shabanah
shabnam shabnum
shahid shaheed
shazia shaziya
sukhwinder sukhvinder sukh
sumaira sumera
syed sayed saeed sayyid
tahir taheer
tariq tarik tareq
usman uthman osman
yasmin yasmeen jasmine
yousaf yusuf yousef yusef youssef joseph
yunus younis younus
zahra zara zahrah
zainab zaynab zeynep
zeeshan zishan
olena helen lena olenka
oleksandr alexander sasha oleks
oleksandra alexandra sasha
dmytro dmitri dima
mykola nicholas kolya
volodymyr vladimir vova
yuliia julia yulia
kateryna catherine katya
sofiia sofia sophia
andrei andrew
alexandru alexander alex
gheorghe george
ioan john
ion john
mihai michael
stefan stephen
jose pepe joseph
francisco paco frank`;
