// Regions and actors that came with a record -> mentions: they are taken at their word.
#pragma once

#include "schema/article.h"
#include "schema/gazetteer.h"

namespace sitrep {

// Each given name becomes a mention that the article is about: of the entity that it names, or
// where none is known of a name of its own, kept as given.
//
// A region may be a path, the larger first: "Ukraine > Kharkiv > Vovchansk". Each part is looked
// for in the one before, and is a mention.
void add_given(Article& article, const Gazetteer& gazetteer);

} // namespace sitrep
