import type { NicknameSettings } from './comparison-schema.ts';
import { furtherLines } from './nicknames-further.ts';

// Forenames that one person may go by in Britain, written for this package. A name may stand in several groups.
const lines = `
abigail abbie abby gail
adam addie
agnes aggie nessie senga nancy
aidan aiden aodhan
alan allan allen al
albert bert bertie al
alexander alex alec alick alasdair alistair alastair sandy sandie xander al eck lex alexandra
alexandra alex sandra lexie lexi sasha alix
alfred alf alfie fred
alice ali alicia elsie
alison ali allie alyson allison
amanda mandy
amelia millie emily milly amy
andrew andy drew dandy andrea
angela angie ange
angus gus innes aonghas
ann anne anna annie nan nancy hannah annette nina
anthony antony tony ant
antonia toni
archibald archie baldie
arthur art artie
barbara babs barb barbie
bartholomew bart
beatrice bea beattie trixie beatrix
benjamin ben benny benji
bernard bernie
bernadette bernie
bethany beth
bridget bridie biddy bridie bride
bruce brucie
calum callum malcolm cal
cameron cam
caroline carrie caro carolyn carol lina
carol carole carrie
catherine katherine kathryn katharine cathryn cath cathy kath kathy kate katie kay kitty katy catriona katrina trina catrina
catriona katrina trina kate riona
cecilia cissie celia cecily
charles charlie chas chuck chic charley
charlotte lottie charlie charley lotte
christian chris
christina christine chris chrissie tina kirsty kirsten christy chrissy
christopher chris kit christy topher
clara claire clare
claudia claud
clifford cliff
constance connie
cornelius con neil
cynthia cindy
daniel dan danny
danielle dani dan
daphne daph
david dave davie davy
deborah debbie deb debra debs
denise den
dennis den denny denis
derek derrick del
diana diane di dianne
dominic dom nic
donald don donny donnie domhnall
dorothy dot dottie dolly dora dorothea dorrie
douglas doug dougie dougal
duncan dunc
edith edie
edward ed eddie ted teddy ned eddy
edwin ed eddie win
eileen aileen eily
eleanor ellie nell nellie elinor ella nora lena leonora
elizabeth elisabeth liz lizzie beth betty bess bessie eliza elsie libby lisa lilibet elspeth betsy lily liza elise isobel isabel
ellen helen nell nellie ella
emily em emmie millie milly
emma em emmie emmy
ernest ernie
esther hester essie ettie
eugene gene
eunice nicey
euan ewan ewen owen
evelyn eve evie
ewan euan
ferguson fergie
fergus fergie gus
fiona fi ffion
flora florrie flo
florence flo florrie flossie flora
frances fran francie fanny francesca frankie
francis frank frankie fran
frederick fred freddie freddy fredric
gabriel gabe
gabrielle gabby gabi
gareth gary gaz
gavin gav
geoffrey jeff geoff jeffrey
george geordie dod georgie doddie
georgina georgie gina georgia
gerald gerry jerry ged
gerard gerry jerry ged
gertrude gertie trudy
gilbert gil bert bertie
gillian gill jill jillian gilly
gordon gord
grace gracie
graham graeme grahame
gregor greg
gregory greg gregor
gwendoline gwen gwendolyn wendy
hannah anna hanna
harold harry hal
harriet hattie harry etta
harrison harry
heather hev
hector eachann
helen nell nellie ella elen lena eleanor nellie
henrietta etta hetty hettie
henry harry hal hank
herbert bert bertie herb
hilda hildy
hugh hughie hugo huw shug
humphrey humph
iain ian john eoin
ignatius iggy
irene rena renie
isaac ike zac
isabella isobel isabel isa bella ella izzy belle ishbel bel tibbie isabelle
jacob jake jack jakob
jacqueline jackie jacqui jacky
james jim jimmy jamie hamish jem jimmie seumas jay
jane janie jenny jean janet jayne sheena jeannie
janet jenny jess jessie nettie jan jinty
janice jan
jasmine jas jaz
jean jeannie jenny jane
jeffrey jeff
jemima mima jem mimi
jennifer jen jenny jenni
jeremy jerry jez jeremiah
jessica jess jessie
joan joanie jo
joanna jo joanne joan jo
jonathan jon john jonny johnny jonty nathan
john jack johnny ian iain jon sean shaun jock eoin evan jackie hans
joseph joe joey jo
josephine jo josie jose fina
joshua josh
joyce joy
judith judy jude judi
julia julie jules
julian jules
juliet julie jules juliette
karen kaz
katherine kate
kathleen kath kathy kay kate kathy cathleen
keith kei
kenneth ken kenny coinneach
kevin kev
kimberley kim kimberly
kirsty kirsten kirstin christina kirstie
laura laurie lolly lori
lauren laurie lori
lawrence larry laurie laurence
leonard len lenny leo
leslie les lesley
lewis louis lou luis lew ludovic
lilian lily lil lillian lilly
linda lynda lin lindy
louis lou louie lewis
louise lou lulu louisa
lucy lucille luce lucinda
luke lucas
lydia liddy
madeleine maddie maddy madeline
magnus manus
malcolm calum mal malky
margaret maggie meg peggy peg mags madge maisie daisy greta rita margo meg megan molly mairead margery marjorie peigi margot
maria mary mia ria
marian marion mary
marie mary
marjorie marj margery madge maisie
mark marc marcus
marlene marly
martha mattie patty
martin marty martyn
mary molly polly may mamie moll mhairi mairi maureen minnie maisie marie maria moira
matilda tilly mattie maud tilda
matthew matt mat
maureen mo mary
maurice mo morris
maxwell max
maximilian max
megan meg margaret
melanie mel
melissa mel lissa
michael mike mick micky mikey mitch micheal
michelle shelly chelle
mildred millie milly
millicent millie milly
miranda mandy randa
mohammed mohamed muhammad mohammad mo muhammed mohd
moira mary moyra maura
montgomery monty
morag marion sarah
muriel mu
nathan nate nat
nathaniel nat nate nathan
neil niall neal nigel
nicholas nick nicky nicolas nico nicol
nicola nicky nikki nic nicole
nigel nige
norman norrie norm
norma nor
oliver ollie olly noll
olivia liv livvy ollie
pamela pam
patricia pat patsy tricia trish paddy tish patty
patrick pat paddy padraig rick
paul pauly
paula pauline
pauline paula paul
penelope penny pen
peter pete petey
philip phil phillip pip
philippa pippa pip
phyllis phyl
priscilla cilla prissy
prudence prue
rachel rae rachael
raymond ray
rebecca becky becca bex beck
reginald reg reggie rex
richard rick dick ricky richie rich dickie
robert rob bob bobby robbie bert rab robin bobbie rabbie robby
roberta bobbie
robin rob
roderick rory rod roddy ruairidh derick
rodney rod
roger rodge
roland roly rowland
ronald ron ronnie ranald
rosalind ros roz
rosemary rose rosie
rory ruairidh roderick ruaridh
roy rory
rupert bert
russell russ
ruth ruthie
sally sarah sal
samantha sam sammy
samuel sam sammy
sandra alexandra sandy
sarah sally sadie sal sara
scott scotty
sean shaun shane john
seonaid shona janet
sharon shaz sharon
sheila sheelagh cecilia shelagh
shirley shirl
sidney sid sydney
simon sim si
sophia sophie sophy
spencer spence
stanley stan
stefan stephen steven
stephanie steph stevie
stephen steve steven stevie
stewart stuart stu stew
susan sue susie suzy susanna sukie susannah suzanne
sylvia syl
teresa theresa terry tess tessa tracy tessie
terence terry terrance tel
thelma thel
theodore ted teddy theo
theodora dora thea
thomas tom tommy tam tammy thom
timothy tim timmy
tobias toby
tracey tracy
una winifred agnes
ursula ursie
valerie val
vanessa nessa van
verity vera
veronica vera ronnie ronni
victor vic
victoria vicky vikki tori vic
vincent vince vinny
violet vi
virginia ginny ginger
vivian viv vivien vivienne
wallace wally walter
walter wally walt wat
wendy gwendoline
wilfred wilf fred
wilhelmina mina minnie willa elma wilma
william bill billy will willie wull liam willy
winifred win winnie freda
yvonne evonne
zachary zac zach zack
zoe zoey
agnieszka aga
aleksander olek alex
aleksandra ola
andrzej andrew jedrek
ewa eva
jan john janek
jozef joseph
katarzyna kasia
krzysztof krzys chris
magdalena magda lena
malgorzata gosia margaret
malgorzata malgosia
maciej matthew mathew
michal michael
pawel paul
piotr peter
stanislaw stan
tomasz thomas tomek
wojciech wojtek
zofia sophie zosia`;

/** Groups of forenames, lower case and ASCII. */
const britishForenames: readonly (readonly string[])[] = (lines + furtherLines)
  .trim()
  .split('\n')
  .map((line) => [...new Set(line.split(' '))]);

/** The groups that a settings document asks for. */
export function nicknameGroups(settings: NicknameSettings): readonly (readonly string[])[] {
  if (settings === 'none') return [];
  return settings === 'british' ? britishForenames : settings;
}

/** Each name with the groups it is in, as sorted texts; names in no group are absent. */
export function groupsByName(groups: readonly (readonly string[])[]): Map<string, readonly string[]> {
  const found = new Map<string, string[]>();
  groups.forEach((group, index) => {
    for (const name of new Set(group)) found.set(name, [...(found.get(name) ?? []), String(index)]);
  });
  return found;
}
