//! Keyword rules: normalise, tokenise, compile, match many rules against one post. No I/O.
