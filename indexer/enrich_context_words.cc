#include "indexer/enrich_context_words.h"

#include "schema/word_trie.h"

#include <array>
#include <map>
#include <utility>
#include <vector>

namespace sitrep {
namespace {

struct WordList {
    WordClass word_class;
    std::string_view words; // folded, parted by spaces
};

// clang-format off
constexpr std::array lists{
    WordList{word_title,
        "mr mrs ms miss dr prof professor sir lord lady dame sen senator rep congressman congresswoman gov "
        "gen general lt ltc col colonel maj major capt captain sgt sergeant cpl corporal pvt cmdr commander "
        "adm admiral brig brigadier marshal lieutenant cadet officer inspector detective agent judge justice "
        "president minister premier secretary ambassador mayor chairman chairwoman spokesman spokeswoman "
        "director candidate deputy attorney lawyer engineer doctor father monsignor archbishop bishop cardinal "
        "pope rev reverend imam mullah maulana ayatollah sayyid sayed emir prince princess king queen sultan "
        "президент премьер прем'єр министр міністр генерал полковник майор капитан капітан лейтенант сержант "
        "comrade commandant comandante capitan coronel teniente sargento mayor senor senora don dona ingeniero "
        "licenciado monsieur madame mme herr frau signor analyst journalist reporter correspondent editor "
        "activist singer actor actress author governor leader brothers sons"},
    WordList{word_given_name,
        "aaron abdel abdul abdullah abel abraham adam adolfo adrian ahmad ahmed alan albert alberto alejandro "
        "alex alexander alexei alfonso alfred alfredo ali alice allan allen alvaro amir amy ana andre andrea andres andrew "
        "andrei angel angela anita ann anna anne anthony antonio arnold arthur arturo augusto barbara barry ben benito "
        "benjamin bernard bernardo bill bob boris brian bruce bruno bryan camilo carl carlos carol caroline "
        "catherine cesar charles charlie chris christian christine christopher clara claude claudia cristian "
        "cynthia daniel danny dave david deborah denis dennis denzel diana dick diego dmitry don donald donna dorothy douglas "
        "duarte earl ed eddie edgar edmund eduardo edward edwin efrain elena elizabeth ellen emilio emily emma enrique eric "
        "ernest ernesto ernst esteban eugene eva evan evo federico felipe felix fernando fidel francis francisco francois "
        "frank franz fred frederick gabriel gary gavin geoffrey george georges gerald gerard gerardo gerhard gilbert gilberto "
        "giovanni glenn gloria gonzalo gordon graham greg gregory guillermo gustavo guy hamid hans harold harry harvey hassan "
        "heather hector helen helmut henri henry herbert heriberto hernan hillary hossein howard hugh hugo humberto hussein ian "
        "ibrahim ignacio igor irene isabel ivan jack jacques jaime jake james jane janet jason javier jean jeff jeffrey jennifer "
        "jeremy jerry jesse jesus jill jim jimmy joan joe joel john johnny jon jonathan jorge jose joseph joshua josue juan "
        "judith julia julian julie julio justin karen karl kate kathleen keith ken kenneth kevin khaled khalid kim klaus "
        "larry laura lawrence lee leo leon leonardo leonard leonid leopoldo linda lisa lloyd louis lucas lucia luis luiz luke lynn "
        "manuel marc marcel marco marcos margaret maria mario mark martha martin mary matt matthew mauricio maurice max "
        "maximo melissa michael michel miguel mike mikhail milton mohamed mohammad mohammed mohamad monica muhammad mustafa nancy napoleon natalia "
        "nathan neil nelson nicholas nick nicolas nicole nigel nikolai noel norberto norman olga oliver omar orlando oscar osama pablo "
        "pamela pat patricia patricio patrick paul paulo pedro peter phil philip philippe pierre rachel rafael ralph ramiro ramon "
        "mariano randy raul ray raymond rebecca rene ricardo richard rick robert roberto rodney rodolfo rodrigo roger roland ron "
        "ronald rose ross roy ruben rudolf rudy ruth ryan sally salvatore sam samuel sandra sara sarah scott sean "
        "serge sergei sergio sharon simon stanley stefan stephen steve steven stuart susan sylvia ted teresa terry "
        "theodore thomas tim timothy todd tom tomas tony vicente victor vincent virgilio viktor vladimir volodymyr walter wayne "
        "werner wilfredo will william willy winston wolfgang yasser yitzhak yuri yusuf zbigniew yves jacob katherine "
        "condoleezza serena britney kobe lebron tiger "
        // Ukrainian and Russian, in the nominative
        "александр алексей алексій анатолий анатолій андрей андрій анна антон аркадий аркадій артем арсен арсений "
        "богдан борис вадим валентин валентина валерий валерій валерия валерія вера виктор виктория вікторія віктор віра виталий "
        "віталій владимир владислав владлен володимир вячеслав вячеслав ганна геннадий геннадій георгий георгій "
        "григорий григорій данило денис дмитро дмитрий евгений евгения екатерина катерина елена олена жанна иван іван игорь ігор илья ілля инна інна "
        "ирина ірина кирилл кирило константин костянтин лариса леонид леонід любов людмила максим маргарита марина марія мария марк "
        "михаил михайло надежда надія наталья наталія наталя никита микита николай микола оксана олег олександр олександра александра олексій ольга павел павло "
        "петр петро роман руслан сергей сергій станислав станіслав степан світлана светлана тарас татьяна тетяна тимофей тимур федор федір "
        "эдуард едуард юлия юлія юрий юрій яна ярослав євген євгенія назар остап рамзан дарья дарія дмитрий"},
    WordList{word_surname,
        "smith johnson williams jones brown miller wilson moore anderson taylor hilton o'keeffe okeeffe o'brien katz "
        "begg rodriguez gonzalez hernandez martinez garcia lopez perez sanchez ramirez gomez diaz alvarez gutierrez "
        "castillo jimenez vasquez mendoza ortiz chavez ruiz aguilar rivera silva fernandez dominguez herrera medina "
        "romero alvarado guzman zamora molina duarte villalobos barco gaviria arango pastrana cepeda jaramillo "
        "escobar ochoa gacha cristiani ponce merino barrios lara bonilla galindo zuniga mejia murillo restrepo "
        "acosta zapata pizarro botero sandoval arevalo bernal chacon delgado zambrano guerrero marquez vargas llosa "
        "williamson kapoor khan singh kumar sharma gandhi clinton trump biden obama reagan carter nixon"},
    WordList{word_company,
        "corp corporation inc incorporated ltd limited co cos company companies plc ag sa nv gmbh spa ab oy as pty llc lp "
        "bank banks bancorp bancshares bankers banking group holding holdings industries industrial international airlines "
        "airways airline petroleum savings trust trustco financial finance insurance assurance securities capital partners "
        "associates enterprises systems technologies technology electronics electric resources mines mining "
        "energy gas power utilities telephone telegraph steel chemical chemicals oil motors motor stores foods brewery "
        "breweries pharmaceuticals pharmaceutical laboratories labs railway railroad times post tribune herald journal gazette "
        "globe news television royalty realty properties income fund "
        "funds mortgage reserve products manufacturing instruments communications broadcasting cable "
        "brothers lines shipping gold silver nickel general southern pacific title life casualty paper papers"},
    WordList{word_company_of, "bank trust"},
    WordList{word_institution, "university college institute institution school academy exchange conference treaty accord accords agreement declaration convention protocol"},
    WordList{word_currency,
        "dollar dollars dlr dlrs franc francs yen pound pounds sterling mark marks peso pesos crown crowns krone kroner "
        "krona kronor guilder guilders lira lire rupee rupees rand ringgit baht won riyal riyals rial rials dinar dinars "
        "schilling schillings cruzado cruzados austral australs peseta pesetas escudo escudos drachma drachmas markka "
        "zloty zlotys rouble roubles ruble rubles real reais shekel shekels hryvnia"},
    WordList{word_division,
        "province provinces governorate governorates oblast region department departments state states prefecture county counties "
        "область області областю областью обл "
        "district districts countryside wilaya muhafazah canton krai republic provincia provincias departamento estado "
        "departement wojewodztwo vilayet emirate governerate division zone rif reef ostan regional"},
    WordList{word_place,
        "city town village villages towns camp airport neighborhood neighbourhood suburb suburbs municipality capital airbase port "
        "barrio ciudad municipio pueblo vereda aldea caserio canton township hamlet settlement outskirts vicinity farm "
        "subdistrict sub-district commune ville quartier cathedral checkpoint crossing highway road front axis bridge prison "
        "місто місті міста містом селище селищі село селі села селом смт м с хутір город городе города городом поселок поселке "
        "поселка пгт деревня деревне деревни селе аеродром аеродромі аэродром аэродроме авіабазі авиабазе "
        "lga hospital square street market dam valley area hills mountain mountains forest river"},
    WordList{word_locative,
        "у в на під біля з із зі до від над поблизу навколо по через из под возле около близ вблизи от над между за через в во со "
        "in at near from to outside around toward towards into between inside throughout across en dans nach bei "
        "aus desde hacia em no na im entre around northern southern eastern western central "
        "northeastern northwestern southeastern southwestern north south east west northeast northwest southeast southwest "
        "rural downtown upper lower eastwards outlying besieged reached leaving entered left seized captured"},
    WordList{word_of, "of de del du des von der la el"},
    WordList{word_verb,
        "said says say told recalled accused accuses denied denies condemned condemns rejected rejects announced announces "
        "vowed vows warned warns wants has have had will would launched signed agreed agrees urged urges summoned closed "
        "deployed expelled is was intercepted shot sent plans raised raises cut cuts asked asks hopes faces offers offered "
        "seeks reports reported buys sells bought sold may could should"},
};
// clang-format on

WordTrie read_lists() {
    std::map<std::string_view, std::uint32_t> classes;
    for (const WordList& list : lists)
        for (std::string_view rest = list.words; !rest.empty();) {
            const std::size_t end = rest.find(' ');
            classes[rest.substr(0, end)] |= list.word_class;
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        }
    return WordTrie({classes.begin(), classes.end()});
}

} // namespace

std::uint16_t classes_of(std::string_view folded) {
    static const WordTrie classes = read_lists();
    const std::uint32_t found = classes.find(folded);
    return found == WordTrie::none ? std::uint16_t{0} : static_cast<std::uint16_t>(found);
}

} // namespace sitrep
