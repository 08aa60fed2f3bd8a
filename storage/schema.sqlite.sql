-- What only SQLite has: full-text tables. Read together with schema.sql, after it.

-- The words of kept answers as a search compares them (understanding/search_words.py), never as they were written.
-- Its rowid is answer.seq; of a removed answer there is no row.
CREATE VIRTUAL TABLE answer_search USING fts5 (question, answer, tokenize = "unicode61 remove_diacritics 2");
-- In how many of them a word stands.
CREATE VIRTUAL TABLE answer_word USING fts5vocab (answer_search, row);
