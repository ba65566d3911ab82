//! What people say in the demo: sentences with a place for the brand and the thing.

/// A sentence; `{b}` is the brand, `{t}` the thing.
pub(crate) type Sentence = &'static str;

/// Pleased, in English.
pub(crate) const LIKES: &[Sentence] = &[
    "My {b} {t} is brilliant, best thing I bought this year",
    "Really happy with the new {b}. Quiet, quick and beautiful",
    "Love how the {b} {t} just works every single morning",
    "{b} support was friendly and helpful, problem solved in ten minutes #{h}",
    "Impressed by the build quality of this {b} {t}, highly recommend",
    "Two years with my {b} and it still looks great. Thank you @{h}",
    "The {b} delivery came early and everything is perfect :)",
    "Great design, fair price. Well done {b} #{h}",
    "Finally a {t} that is a joy to use: {b} 😍",
];

/// Displeased, in English.
pub(crate) const DISLIKES: &[Sentence] = &[
    "My {b} {t} is broken again, this is awful",
    "Waiting three weeks for a refund from {b}. Terrible support",
    "Disappointed by the {b} {t}, the battery dies after an hour",
    "The {b} delivery is late and nobody answers. Very annoying #{h}",
    "Worst {t} I ever had. Never again {b}",
    "{b} raised the price and the quality is worse. Sad",
    "Second repair of my {b} this year. I hate this",
    "The {b} app crashes all the time, useless 😡",
];

/// Neither, in English.
pub(crate) const NEUTRAL: &[Sentence] = &[
    "Does anybody know where to get spare parts for a {b} {t}?",
    "{b} shows a new {t} at the fair in autumn #{h}",
    "Comparing {b} with two others before I decide",
    "Saw a {b} {t} in the shop window on the way to work",
    "The {b} {t} comes in four colours now",
    "Is the {b} {t} available outside Europe? @{h}",
];

/// Other languages: language and sentences.
pub(crate) const OTHERS: &[(&str, &[Sentence])] = &[
    (
        "de",
        &[
            "Mein {b} läuft seit zwei Jahren ohne Probleme, tolles Gerät #{h}",
            "Der Akku vom {b} hält leider nur eine Stunde",
            "Weiß jemand, wo es Ersatzteile für {b} gibt?",
            "Lieferung von {b} war schnell, der Aufbau einfach",
            "Die Reichweite vom neuen {b} ist beeindruckend",
            "Schon wieder Werkstatt mit dem {b}. Das nervt",
        ],
    ),
    (
        "fr",
        &[
            "Mon {b} est arrivé hier, très content de la qualité #{h}",
            "Le service de {b} ne répond pas depuis une semaine",
            "Quelqu'un a testé le nouveau {b} ?",
        ],
    ),
    (
        "es",
        &[
            "El nuevo {b} es una maravilla, lo recomiendo #{h}",
            "Mi {b} se ha roto otra vez, qué desastre",
            "¿Alguien sabe cuánto cuesta el {b} en Madrid?",
        ],
    ),
    (
        "ar",
        &[
            "وصل {b} اليوم والجودة ممتازة #{h}",
            "خدمة {b} بطيئة جدا ولم يرد أحد على رسالتي",
        ],
    ),
    (
        "ja",
        &[
            "新しい {b} を買いました。とても静かで使いやすい #{h}",
            "{b} の電池がすぐ切れる。残念",
        ],
    ),
];

/// Titles of longer posts.
pub(crate) const TITLES: &[Sentence] = &[
    "Six months with the {b} {t}: an honest review",
    "{b} or something else?",
    "Refund refused by {b}, what now?",
    "PSA: new firmware for the {b} {t}",
];
