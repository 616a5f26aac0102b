#include "schema/gazetteer/generate.h"

namespace sitrep::gazetteer {

const std::map<std::string, std::string>& known_states() {
    static const std::map<std::string, std::string> states{
        {"AZ.20", "AZ-GA"},    // Gəncə: another letter that looks the same
        {"AZ.57", "AZ-TAR"},   // Tərtər: likewise
        {"BH.16", "BH-13"},    // Manama lies in the capital's governorate
        {"BH.17", "BH-14"},    // Southern
        {"CD.08", "CD-BC"},    // Bas-Congo is Kongo Central since 2015
        {"CF.16", "CF-SE"},    // Sangha-Mbaéré
        {"GE.04", "GE-AJ"},    // Achara
        {"GR.ESYE41", "GR-K"}, // North Aegean
        {"GR.ESYE42", "GR-L"}, // South Aegean
        {"IQ.15", "IQ-NI"},    // Nineveh, Nīnawá
        {"LB.04", "LB-BA"},    // Beyrouth, Bayrūt
        {"LB.08", "LB-BI"},    // Béqaa
        {"LB.09", "LB-AS"},    // Liban-Nord
        {"LY.78", "LY-WS"},    // Ash Shāţiʼ
        {"MN.07", "MN-063"},   // East Gobi
        {"MN.08", "MN-059"},   // Middle Gobi
        {"MN.18", "MN-047"},   // Central
        {"NG.11", "NG-FC"},    // FCT: Abuja
        {"NP.1", "NP-P1"},     // both say Province 1, and NP-1 is a region of old
        {"NP.2", "NP-P2"},     {"NP.4", "NP-P4"},   {"NP.6", "NP-P6"},
        {"NP.7", "NP-P7"},     {"RU.47", "RU-MOS"}, // the oblast, not the city
        {"RU.48", "RU-MOW"},                        // Moscow, the city
    };
    return states;
}

} // namespace sitrep::gazetteer
