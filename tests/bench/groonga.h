// The rival with facets of its own: Groonga, where it is installed.
//
// Words of TokenBigram and NormalizerAuto with English stems (TokenFilterStem), title and text;
// day, month and source are columns of references, as drilldown likes them. The index column is
// made after the load, which Groonga's documentation recommends. Commands and answers as text, in
// this process; its cache of answers is off.
#pragma once

#include "rival.h"

namespace sitrep::bench {

extern const Rival groonga;

} // namespace sitrep::bench
