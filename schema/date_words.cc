#include "schema/date_words.h"

#include "schema/unicode.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include <unicode/uchar.h>

namespace sitrep {
namespace {

// One row a month; names separated by blanks. English, German, French, Spanish, Portuguese,
// Italian, Turkish; Russian and Ukrainian in all cases; Arabic of the Gulf and Egypt, of the
// Levant, of the Maghreb.
constexpr std::array<std::string_view, 12> month_names{
    "january jan januar jänner jaenner janvier janv enero ene janeiro gennaio gen ocak oca "
    "январь января январю январем январе янв січень січня січню січневі січнем січні січ "
    "يناير كانون_الثاني جانفي",

    "february feb febr februar feber février févr fév febrero fevereiro fev febbraio şubat şub "
    "февраль февраля февралю февралем феврале февр фев "
    "лютий лютого лютому лютим лютім лют فبراير شباط فيفري",

    "march mar märz maerz mrz mär mars marzo março mart март марта марту мартом марте мар "
    "березень березня березню березневі березнем березні берез бер مارس آذار",

    "april apr avril avr abril abr aprile nisan nis апрель апреля апрелю апрелем апреле апр "
    "квітень квітня квітню квітневі квітнем квітні квіт кві أبريل إبريل نيسان أفريل",

    "may mai mayo maio maggio mag mayıs май мая маю маем мае "
    "травень травня травню травневі травнем травні трав тра مايو أيار ماي",

    "june jun juni juin junio junho giugno giu haziran haz июнь июня июню июнем июне июн "
    "червень червня червню червневі червнем червні черв чер يونيو يونية حزيران جوان",

    "july jul juli juillet juil julio julho luglio lug temmuz tem июль июля июлю июлем июле июл "
    "липень липня липню липневі липнем липні лип يوليو يولية تموز جويلية يوليوز",

    "august aug août agosto ago ağustos ağu август августа августу августом августе авг "
    "серпень серпня серпню серпневі серпнем серпні серп сер أغسطس آب أوت غشت",

    "september sept sep septembre septiembre setiembre set setembro settembre sett eylül eyl "
    "сентябрь сентября сентябрю сентябрем сентябре сент сен "
    "вересень вересня вересню вересневі вереснем вересні верес вер سبتمبر أيلول شتنبر",

    "october oct oktober okt octobre octubre outubro out ottobre ott ekim eki "
    "октябрь октября октябрю октябрем октябре окт "
    "жовтень жовтня жовтню жовтневі жовтнем жовтні жовт жов أكتوبر تشرين_الأول",

    "november nov novembre noviembre novembro kasım kas "
    "ноябрь ноября ноябрю ноябрем ноябре нояб ноя "
    "листопад листопада листопаду листопадові листопадом листопаді лист лис "
    "نوفمبر تشرين_الثاني نونبر",

    "december dec dezember dez décembre déc diciembre dic dezembro dicembre aralık ara "
    "декабрь декабря декабрю декабрем декабре дек "
    "грудень грудня грудню грудневі груднем грудні груд гру ديسمبر كانون_الأول دجنبر",
};

constexpr std::string_view weekday_names =
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs "
    "fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do "
    "fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim lunes "
    "martes miércoles jueves viernes sábado domingo mié jue vie sáb dom segunda terça quarta "
    "quinta sexta feira seg ter qua qui sex lunedì martedì mercoledì giovedì venerdì sabato "
    "domenica gio sab pazartesi salı çarşamba perşembe cuma cumartesi pazar понедельник вторник "
    "среда среду четверг пятница пятницу суббота субботу воскресенье пн вт ср чт пт сб вс "
    "понеділок вівторок середа середу п'ятниця пʼятниця п’ятниця п'ятницю субота суботу неділя "
    "неділю нд الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد";

struct Zone {
    std::string_view name;
    int minutes;
};
constexpr int unknown_offset = 9999;
// clang-format off
constexpr std::array zones{
    Zone{"z", 0},      Zone{"ut", 0},      Zone{"utc", 0},    Zone{"gmt", 0},    Zone{"wet", 0},
    Zone{"bst", 60},   Zone{"west", 60},   Zone{"cet", 60},   Zone{"met", 60},   Zone{"mez", 60},
    Zone{"cest", 120}, Zone{"mesz", 120},  Zone{"eet", 120},  Zone{"sast", 120}, Zone{"eest", 180},
    Zone{"msk", 180},  Zone{"мск", 180},   Zone{"trt", 180},  Zone{"pkt", 300},  Zone{"hkt", 480},
    Zone{"sgt", 480},  Zone{"jst", 540},   Zone{"kst", 540},  Zone{"aest", 600}, Zone{"aedt", 660},
    Zone{"edt", -240}, Zone{"est", -300},  Zone{"cdt", -300}, Zone{"cst", -360}, Zone{"mdt", -360},
    Zone{"mst", -420}, Zone{"pdt", -420},  Zone{"pst", -480},
    Zone{"et", unknown_offset},            Zone{"ct", unknown_offset},
    Zone{"pt", unknown_offset},            Zone{"ist", unknown_offset},
};
// clang-format on

// clang-format off
char32_t fold(UChar32 c) {
    switch (c) {
    case U'à': case U'á': case U'â': case U'ã': case U'ä': return U'a';
    case U'ç': return U'c';
    case U'è': case U'é': case U'ê': case U'ë': return U'e';
    case U'ì': case U'í': case U'î': case U'ï': case U'ı': case U'İ': return U'i';
    case U'ğ': return U'g';
    case U'ò': case U'ó': case U'ô': case U'õ': case U'ö': return U'o';
    case U'ş': return U's';
    case U'ù': case U'ú': case U'û': case U'ü': return U'u';
    case U'ё': return U'е';
    case U'й': return U'и'; // its decomposed form loses the breve
    case U'ї': return U'і';
    case U'أ': case U'إ': case U'آ': return U'ا';
    case U'ة': return U'ه';
    case U'ى': return U'ي';
    case 0x02BC: case 0x2019: return U'\'';
    default: return static_cast<char32_t>(c);
    }
}
// clang-format on

template <typename Function>
void for_each_word(std::string_view words, Function function) {
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        if (end > 0) function(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
}

} // namespace

std::string fold_date_word(std::string_view word) {
    std::string folded;
    for (std::size_t at = 0; at < word.size();) {
        const auto c = static_cast<UChar32>(unicode::decode(word, at));
        if (u_charType(c) == U_NON_SPACING_MARK || c == 0x0640) continue; // also tatweel
        unicode::append(folded, fold(c == U'İ' ? c : u_foldCase(c, U_FOLD_CASE_DEFAULT)));
    }
    return folded;
}

int month_of(std::string_view folded) {
    static const auto months = [] {
        std::unordered_map<std::string, int> map;
        for (std::size_t i = 0; i < month_names.size(); ++i)
            for_each_word(month_names[i], [&](std::string_view name) {
                map.emplace(fold_date_word(name), static_cast<int>(i) + 1);
            });
        return map;
    }();
    const auto found = months.find(std::string(folded));
    return found == months.end() ? 0 : found->second;
}

bool is_weekday(std::string_view folded) {
    static const auto weekdays = [] {
        std::unordered_set<std::string> set;
        for_each_word(weekday_names,
                      [&](std::string_view name) { set.insert(fold_date_word(name)); });
        return set;
    }();
    return weekdays.contains(std::string(folded));
}

std::optional<std::optional<int>> zone_of(std::string_view folded) {
    for (const Zone& zone : zones)
        if (zone.name == folded)
            return zone.minutes == unknown_offset ? std::optional<int>() : zone.minutes;
    return {};
}

} // namespace sitrep
