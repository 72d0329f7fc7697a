import type { Random } from './random.ts';

/**
 * Names beyond the published ranks. A few stems and endings make some thousands of surnames of the kinds that
 * matching finds hard: Mac and Mc, O', double-barrelled, Gaelic spellings, and families from elsewhere.
 */
export type NameTradition = 'scottish' | 'gaelic' | 'irish' | 'polish' | 'south-asian' | 'other';

export function tailSurname(tradition: NameTradition, random: Random): string {
  switch (tradition) {
    case 'polish':
      return polishSurname(random);
    case 'south-asian':
      return random.pickRanked(SOUTH_ASIAN_SURNAMES);
    case 'irish':
      return random.chance(0.6) ? `O'${random.pick(IRISH_STEMS)}` : random.pick(IRISH_SURNAMES);
    case 'gaelic':
      return random.pick(GAELIC_SURNAMES);
    case 'other':
      return random.pickRanked(OTHER_SURNAMES);
    case 'scottish':
      return scottishSurname(random);
  }
}

/** From this year on parents choose from other rare names. */
const YOUNGER_SINCE = 1978;

export function tailForename(
  tradition: NameTradition,
  sex: 'F' | 'M',
  birthYear: number,
  random: Random,
): string {
  switch (tradition) {
    case 'polish':
      return random.pickRanked(sex === 'F' ? POLISH_WOMEN : POLISH_MEN);
    case 'south-asian':
      return random.pickRanked(sex === 'F' ? SOUTH_ASIAN_WOMEN : SOUTH_ASIAN_MEN);
    case 'gaelic':
      return random.pickRanked(sex === 'F' ? GAELIC_WOMEN : GAELIC_MEN);
    case 'irish':
    case 'other':
    case 'scottish':
      return birthYear < YOUNGER_SINCE
        ? random.pick(sex === 'F' ? OLDER_WOMEN : OLDER_MEN)
        : random.pick(sex === 'F' ? YOUNGER_WOMEN : YOUNGER_MEN);
  }
}

/** The form a woman of the family carries: Kowalski, Kowalska. Unchanged for every other tradition. */
export function feminineForm(surname: string): string {
  return surname.endsWith('ski') || surname.endsWith('cki') ? `${surname.slice(0, -1)}a` : surname;
}

function scottishSurname(random: Random): string {
  const roll = random.next();
  if (roll < 0.34) return `${random.chance(0.55) ? 'Mc' : 'Mac'}${random.pick(MAC_STEMS)}`;
  if (roll < 0.355) return random.pick(GAELIC_SURNAMES);
  if (roll < 0.6) return random.pick(LOCAL_SURNAMES);
  return `${random.pick(SURNAME_STARTS)}${random.pick(SURNAME_ENDS)}`;
}

function polishSurname(random: Random): string {
  const stem = random.pick(POLISH_STEMS);
  const ending = random.pickRanked(['owski', 'ewski', 'icki', 'iak', 'czyk', 'ewicz', 'ek']);
  return random.chance(0.25) ? random.pick(POLISH_SURNAMES) : `${stem}${ending}`;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const MAC_STEMS = words(`
  Adam Alister Allan Alpine Ara Ardle Arthur Aulay Bain Bean Beth Brayne Bride Burnie Caig Call Callum Cance
  Cann Cartney Caskill Caw Chesney Clean Clelland Clintock Cloy Clumpha Clung Clure Coll Combe Connachie Connell
  Corkindale Cormack Corquodale Cracken Crae Credie Crindle Crone Crorie Cubbin Culloch Cutcheon Daid Dermid
  Diarmid Dougall Dowall Dowell Eachern Eachran Elroy Elwee Ewan Ewen Fadyen Fadzean Farlane Feat Gachie Gaw
  Geachie Geoch Ghie Gill Gillivray Glashan Glone Gowan Guffie Guffog Hardie Harg Hattie Ilwraith Innes Intosh
  Intyre Isaac Iver Jannet Jerrow Kail Kay Kean Keand Kechnie Kellar Kelvie Kendrick Kerrow Kerchar Kie Killop
  Kinlay Kinnell Kinnon Kissack Knight Lachlan Laren Latchie Laughlan Lehose Leish Lellan Lennan Levy Lurg Manus
  Master Meekin Meeking Michael Mikin Millan Minn Morran Murdo Murray Murtrie Nab Nae Naught Nay Neil Neillie
  Nish Omish Pake Phail Phater Phee Pherson Quarrie Queen Quilkin Quistan Rae Robbie Robert Ronald Rorie Rury
  Shane Skimming Sorley Swan Taggart Tavish Tear Turk Vicar Vitie Vittie Whinnie Whirter William Williams`);
const LOCAL_SURNAMES = words(`
  Affleck Agnew Aitchison Armitage Asher Austin Baillie Barbour Beattie Bogie Boyle Brydson Burgess Byers Cairnie
  Callander Cannon Carlyle Carruthers Carson Charteris Clanachan Clingan Cluckie Copland Corrie Corson Coskrie
  Coupland Cowan Crosbie Cubbie Dalgleish Dalziel Dinwoodie Dirom Dobie Drysdale Dunbar Dykes Edgar Elliot Esbie
  Ewart Farish Fergusson Fingland Garroch Gass Geddes Gibb Glencross Glendinning Glover Goldie Good Gourlay
  Grierson Haining Halliday Hannay Hastie Haugh Heron Hetherington Heughan Hewetson Hiddleston Hornel Houliston
  Howatson Hyslop Irving Jardine Jeffrey Jolly Kello Kerr Kirkconnell Kirkpatrick Kirkwood Laidlaw Laurie Little
  Lorimer Lupton Maitland Manderson Martindale Maxwell Milligan Milroy Moffat Mogerley Muirhead Mundell Nairn
  Neilson Nivison Ogilvie Osborne Pagan Parkin Pollock Porteous Proudfoot Rae Rafferty Riddick Rigg Robison
  Rodan Rogerson Rome Roxburgh Sanderson Seggie Shankland Shennan Sloan Smail Smyth Solley Sproat Steel Stoddart
  Swinton Tait Telfer Thorburn Tinning Todd Turnbull Twiname Tyson Vernon Waugh Welsh Wightman Wilkin Wyllie
  Wyper Yorston Youngson`);
const SURNAME_STARTS = words(`
  Ald Arm Ash Auch Bal Bank Barn Bell Birk Black Blair Bon Brad Brae Braid Brock Brook Burn Cald Cam Car Chal
  Clare Cole Coul Craig Crans Cul Dal Dar Den Drum Dun East Eccle Elder Fair Fal Fen Fern Find Flet Ford Gal Gar
  Gil Glen Gold Gorr Green Hal Hart Hazel Heath Hen Hether High Holm Hope Hum Inch Inver Kel Kil Kin Kirk Lam Lang
  Lau Leigh Lin Loch Lock Long Lum Mar May Mel Mid Mill Moor Mont Mor Mus Nes New North Oak Ox Pen Pit Pres Rams
  Red Rick Ridd Rose Roth Ruther Sel Shaw Shel Ship Som South Spen Stain Stan Stir Stock Strath Sud Sun Swan Tar
  Thorn Tor Tul Wal War Wed West Whit Wil Win Wood Wor Yar Yeo`);
const SURNAME_ENDS = words(`
  an beck bie borough bourne brae bridge burn bury by combe cott cross dale dean don doch field ford forth gill
  grove ham hart haugh head hill holm house hurst ie ington kirk land law ley low man mead mere mill more mouth ness
  nie ock on park path pool ridge rie rigg row setter shaw shiel side some son stane stead stock stone ston ter ther
  ton toun trie wall ward water way well wick wood worth`);
const IRISH_STEMS = words(`
  Brien Byrne Callaghan Carroll Connell Connor Dea Doherty Donnell Donoghue Donovan Dowd Driscoll Dwyer Farrell
  Flaherty Flanagan Gorman Grady Halloran Hanlon Hara Hare Keefe Leary Loughlin Mahony Malley Mara Meara Neill
  Reilly Riordan Rourke Shaughnessy Shea Sullivan Toole`);
const IRISH_SURNAMES = words(`
  Boyle Brannigan Breslin Cassidy Coyle Devlin Diver Docherty Doyle Duffy Fagan Gallacher Gallagher Gilligan Heaney
  Kearney Keegan Kelly Kennedy Lafferty Lavery Logue Mulholland Mullen Murphy Nolan Quigley Quinn Rafferty Rooney
  Sweeney Tierney Tracey Walsh`);
const GAELIC_SURNAMES = [
  'MacDhòmhnaill',
  'MacLeòid',
  'NicLeòid',
  'Mac an t-Saoir',
  'MacCoinnich',
  'NicCoinnich',
  'MacAonghais',
  'MacGill-Eain',
  'NicDhòmhnaill',
  'Moireasdan',
  'Caimbeul',
  'MacRath',
  'NicRath',
  'Mac a’ Phì',
];
const POLISH_STEMS = words(`
  Adam Baran Bed Bor Brzez Dąbr Dom Dud Gór Grab Grzel Jabł Jank Jas Kacz Kalin Kamin Kow Koz Kraj Krzyż Kwiatk
  Lew Lip Mac Maj Mal Marc Mich Nowak Olsz Ostr Paw Piotr Rad Rutk Sad Sikor Sob Stef Szym Tom Urban Wal Was Wiśn
  Witk Wójc Zaj Zal Zaw Ziel Ziół Żur`);
const POLISH_SURNAMES = words(`
  Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski
  Mazur Jankowski Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Pawłowski Michalski Król Wieczorek Jabłoński
  Wróbel Majewski Olszewski Stępień Malinowski Jaworski`);
const SOUTH_ASIAN_SURNAMES = words(`
  Khan Ahmed Hussain Singh Ali Kaur Mohammed Akhtar Iqbal Patel Malik Begum Mahmood Shah Bibi Hussein Rehman Sharif
  Chaudhry Aslam Anwar Bashir Butt Das Gupta Javed Joshi Kumar Mehta Mirza Nair Parveen Qureshi Rafiq Rao Raza Saeed
  Sandhu Sharma Sheikh Siddiqui Sidhu Sultana Thomas Varghese Zaman`);
const OTHER_SURNAMES = words(`
  Wong Nardini Crolla Chan Adeyemi Okafor Valente Petrov Popescu Nguyen Mensah Silva Santos Garcia Schmidt Müller
  Kovács Novák Ionescu Balčiūnas Bērziņš Kazlauskas Al-Hassan Haddad Mbeki Tembo Chukwu Ferrari Forte Biagi Rossi
  Togneri Visocchi Conti Dubois Lefèvre Andersson Jensen Hansen Kim Park Chen Li Zhang Wang Liu Tran Dlamini Fernandes
  Costa Pereira Abdi Yusuf Osman Hassan Ibrahim Kovalenko Shevchenko Bondarenko Melnyk`);
const POLISH_MEN = words(`
  Piotr Krzysztof Tomasz Paweł Marcin Michał Łukasz Jakub Mateusz Kamil Andrzej Grzegorz Jan Wojciech Adam Marek
  Rafał Dawid Kacper Szymon Zbigniew Stanisław Bartosz Filip Antoni Oskar Igor Maciej`);
const POLISH_WOMEN = words(`
  Anna Katarzyna Małgorzata Agnieszka Magdalena Monika Joanna Ewa Zofia Zuzanna Maja Julia Aleksandra Barbara Beata
  Dorota Iwona Justyna Karolina Natalia Oliwia Patrycja Paulina Renata Sylwia Weronika Wiktoria Żaneta`);
const SOUTH_ASIAN_MEN = words(`
  Mohammed Muhammad Imran Ahmed Ali Hassan Usman Bilal Asif Tariq Gurpreet Harjit Raj Sanjay Arjun Amir Faisal
  Hamza Ibrahim Ismail Jaspreet Kamran Manjit Nadeem Omar Rahul Rizwan Saif Sunil Vikram Yusuf Zain`);
const SOUTH_ASIAN_WOMEN = words(`
  Aisha Fatima Zainab Maryam Nasreen Shazia Farzana Saima Ayesha Amina Priya Harpreet Gurjit Jasmin Khadija Kiran
  Lakshmi Manpreet Meena Nadia Noor Parveen Rabia Razia Rukhsana Samina Shabnam Simran Sunita Tahira Yasmin Zara`);
const GAELIC_MEN = words(`
  Ruairidh Calum Iain Aonghas Alasdair Seumas Dòmhnall Eòghann Niall Tormod Murchadh Coinneach Uilleam Mìcheal
  Lachlann Ailean Pàdraig Fionnlagh Donnchadh Teàrlach Griogair Seonaidh`);
const GAELIC_WOMEN = words(`
  Catrìona Màiri Mòrag Sìne Seònaid Ceit Fionnghal Raonaid Eilidh Anna Peigi Iseabail Ealasaid Sorcha Oighrig Una
  Mairead Beathag Ciorstaidh Marsaili Muireall Giorsal`);
const OLDER_MEN = words(`
  Archie Bruce Clifford Cyril Desmond Edwin Ernest Farquhar Francis Frederick Gavin Gerard Gilbert Harold Howard Hector
  Innes Ivor Keith Lawrence Leonard Leslie Magnus Maurice Murdo Nigel Noel Philip Ralph Ramsay Raymond Reginald
  Roderick Rodger Roland Roy Russell Sidney Simon Somerled Stanley Sydney Victor Vincent Wallace Wilfred`);
const OLDER_WOMEN = words(`
  Ada Aileen Anthea Audrey Beatrice Bernadette Bridget Caroline Cecilia Chrissie Clara Constance Daisy Davina Deborah
  Diane Edith Edna Effie Elspeth Esther Evelyn Flora Florence Frances Freda Georgina Gertrude Gwendoline Hilda Honor
  Ina Ingrid Jacinta Joyce Judith Kathryn Lilias Louisa Mabel Marjory Maud May Mhairi Morna Muriel Myra Netta Nora
  Norma Olive Rhona Senga Shirley Shonagh Stella Sylvia Una Ursula Valerie Vera Violet Wendy Wilma Winifred Yvonne`);
const YOUNGER_MEN = words(`
  Aaron Aiden Ben Blair Bradley Brandon Caleb Caolan Cole Corey Darragh Dominic Drew Ethan Ezra Felix Gregor Harvey
  Hudson Hunter Innes Isaac Jackson Jaxon Jay Joel Josh Keir Kenzie Lachlan Leon Louis Luke Marcus Mason Mungo Murray
  Nathan Niall Oscar Owen Ollie Parker Patrick Reuben Robin Roman Ronan Ruaridh Ruben Sebastian Shay Sonny Struan
  Taylor Toby Tobias Tyler Zac Zachary`);
const YOUNGER_WOMEN = words(`
  Aimee Alba Alice Amber Anya Aoibhe Ava-Rose Ayla Beau Bella Blair Bonnie Brooke Callie Cara Clara Cora Daisy Darcey
  Edie Eliza Elodie Elsie Esme Evelyn Faith Fern Florence Georgia Harper Harriet Heidi Imogen Ingrid Isobella Ivy-Mae
  Jasmine Jemma Kara Keira Kirsten Layla Lilias Luna Mabel Maeve Mairi Matilda Merida Mirren Molly Morven Myla Nancy
  Naomi Natalie Niamh Nova Orlaith Paige Penelope Phoebe Piper Poppy Quinn Robyn Roisin Rowan Ruby Sadie Sienna
  Summer Tess Thea Tilly Willow Zoë`);
