//! Function words that the `stop-words` lists we build with lack.

/// Words of `language` beside the crate's, parted by spaces.
pub(super) fn list(language: &str) -> &'static str {
    match language {
        "cs" => CZECH,
        "da" => DANISH,
        "hi" => HINDI,
        "no" => NORWEGIAN,
        "pl" => POLISH,
        _ => "",
    }
}

// What tells these two apart.
const DANISH: &str = "af blev blive bliver dig efter gerne hende hendes hvad hvornår igen jer jeres \
    kun lige meget mig måske nogen noget nogle nu rigtig sig siger uden";
const NORWEGIAN: &str = "av ble bli blir deg dere etter gjerne gjør gjøre henne hennes hva igjen \
    kanskje meg mye noe noen nå når seg sier uten veldig";

const CZECH: &str = "a aby ale ani až bez bude budou by bych byl byla byli bylo být co což další \
    do ho i já jak jako je jeho jej její jejich jen ještě ji jestli jsem jsi jsme jsou jste k kde \
    kdo když která které který kteří ku ma má mají mám máme máte mi mít mne mně moc můj může my na \
    nad nám nás náš ne nebo není než nic o od on ona oni ono pak po pod podle pokud pouze pro proč \
    proto protože před přes při s se si své svůj ta tak také takže tam te tě ten teď tedy tento ti \
    to toho tohle tom tomu toto tu tuto ty tyto u už v vám vás ve více však všechno vy z za zda ze \
    že";

const POLISH: &str = "a aby albo ale ani bardzo bez bo być był była było były będzie będą chyba ci \
    cię co czy czyli dla do gdy gdzie go i ich ile im inne ja ją jak jako jaki jakie je jednak \
    jego jej jest jestem jeszcze jeśli już każdy kiedy kto która które który którzy lub ma mam mi \
    mnie może mu my na nad nam nas nasz nawet nic nich nie niech nim niż no o od on ona one oni \
    oraz po pod podczas ponieważ przed przez przy są się sobie swoje ta tak także tam te tego tej \
    ten też to tobie trzeba tu twoje ty tych tylko tym u w we więc wszystko wy z za ze że żeby";

const HINDI: &str = "अगर अपना अपनी अपने अब आदि आप इन इस इसका इसके इसकी इसे इतना उन उनका उनकी उनके उनको उस \
    उसका उसकी उसके उसे एक एवं और कब कभी कर करता करते करना करने करें कहा का कि किया किसी की कुछ के को कोई कौन \
    क्या क्यों गई गए गया चाहिए जब जहाँ जा जाता जाती जाते जाने जिस जिसके जैसे जो तक तब तो था थी थे दिया दो नहीं ना \
    ने पर फिर बहुत बाद भी मगर मत मुझे में मेरा मेरी मेरे मैं यदि यह यहाँ या ये रहा रही रहे लिए लेकिन वह वहाँ वाला \
    वाली वाले वे वो सब सभी साथ से हम हमारा हमारी हमारे ही हुआ हुई हुए है हैं हो होता होती होते होना होने";
