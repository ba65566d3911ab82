//! HTML pages, widgets and partials, sessions, server-sent events, embedded assets.
