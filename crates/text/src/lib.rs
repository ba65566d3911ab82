//! Understanding of a text: language, sentiment, phrases, places. Pure functions over text.
