#include "schema/analysis.h"

#include "schema/word_trie.h"

namespace sitrep {

bool is_stop_word(std::string_view form) {
    static const WordSet words{
        "a",       "about",  "above", "after", "again",    "all",       "also",   "am",
        "an",      "and",    "any",   "are",   "as",       "at",        "be",     "because",
        "been",    "before", "being", "below", "between",  "both",      "but",    "by",
        "can",     "could",  "did",   "do",    "does",     "doing",     "down",   "during",
        "each",    "few",    "for",   "from",  "further",  "had",       "has",    "have",
        "having",  "he",     "her",   "here",  "hers",     "him",       "his",    "how",
        "i",       "if",     "in",    "into",  "is",       "it",        "its",    "itself",
        "just",    "me",     "more",  "most",  "my",       "myself",    "no",     "nor",
        "not",     "now",    "of",    "off",   "on",       "once",      "only",   "or",
        "other",   "our",    "ours",  "out",   "over",     "own",       "same",   "she",
        "should",  "so",     "some",  "such",  "than",     "that",      "the",    "their",
        "theirs",  "them",   "then",  "there", "these",    "they",      "this",   "those",
        "through", "to",     "too",   "under", "until",    "up",        "upon",   "us",
        "very",    "was",    "we",    "were",  "what",     "when",      "where",  "which",
        "while",   "who",    "whom",  "why",   "will",     "with",      "within", "without",
        "would",   "you",    "your",  "yours", "yourself", "yourselves"};
    return words.contains(form);
}

} // namespace sitrep
