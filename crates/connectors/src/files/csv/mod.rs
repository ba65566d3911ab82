//! CSV: comma, semicolon, tab or bar separated, quoted as in RFC 4180, with a header line.

mod columns;
mod record;
mod row;

use super::{
    ColumnMap,
    decode::{Decode, Step},
};
use crate::{Item, Reject, RejectCode};
use columns::Columns;
use hearken_model::Timestamp;
use record::{Filled, Record};
use row::Row;

/// Reads lines of a CSV file; a record may span several.
#[derive(Debug)]
pub struct CsvDecoder {
    map: ColumnMap,
    now: Timestamp,
    header: Option<Header>,
    record: Record,
}

#[derive(Debug)]
struct Header {
    line: String,
    columns: Columns,
}

impl CsvDecoder {
    /// `now` bounds times in the future. `memory` is what [`Decode::memory`] said before the import
    /// was stopped.
    ///
    /// # Errors
    /// When the header that was remembered does not fit the map.
    pub fn new(map: ColumnMap, now: Timestamp, memory: Option<&str>) -> Result<Self, Reject> {
        let mut decoder = Self {
            record: Record::new(map.delimiter.unwrap_or(b',')),
            map,
            now,
            header: None,
        };
        if let Some(line) = memory {
            decoder.read_header(line.as_bytes())?;
        }
        Ok(decoder)
    }

    fn read_header(&mut self, line: &[u8]) -> Result<(), Reject> {
        let line = std::str::from_utf8(line)
            .map_err(|_| Reject::new(RejectCode::Encoding, "the header is not UTF-8"))?;
        let delimiter = self.map.delimiter.unwrap_or_else(|| sniff(line));
        self.record = Record::new(delimiter);
        let Filled::Record(headers) = self.record.push(line.as_bytes()) else {
            return Err(Reject::new(
                RejectCode::Malformed,
                "the header is not one line",
            ));
        };
        let columns = Columns::find(&headers, &self.map)
            .map_err(|error| Reject::new(RejectCode::Malformed, error))?;
        self.header = Some(Header {
            line: line.to_owned(),
            columns,
        });
        Ok(())
    }

    fn convert(&self, values: Vec<String>) -> Result<Item, Reject> {
        let Some(header) = &self.header else {
            return Err(Reject::new(
                RejectCode::Malformed,
                "there is no usable header",
            ));
        };
        let row = Row {
            columns: &header.columns,
            values,
        };
        row.into_form(&self.map)?.into_item(self.now)
    }
}

impl Decode for CsvDecoder {
    fn line(&mut self, line: &[u8]) -> Step {
        if self.header.is_none() {
            if line.iter().all(u8::is_ascii_whitespace) {
                return Step::Nothing;
            }
            return match self.read_header(line) {
                Ok(()) => Step::Nothing,
                Err(reject) => Step::Stop(reject.detail),
            };
        }
        match self.record.push(line) {
            Filled::Nothing => Step::Nothing,
            Filled::More => Step::More,
            Filled::Bad(reject) => Step::Reject(reject),
            Filled::Record(values) => self.convert(values).into(),
        }
    }

    fn end(&mut self) -> Step {
        if self.record.is_open() {
            self.record.reset();
            return Step::Reject(Reject::new(
                RejectCode::Malformed,
                "a quote is never closed",
            ));
        }
        Step::Nothing
    }

    fn lost_line(&mut self) {
        self.record.reset();
    }

    fn memory(&self) -> Option<&str> {
        self.header.as_ref().map(|h| h.line.as_str())
    }
}

/// The delimiter that cuts the header into the most columns, outside quotes.
fn sniff(header: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, n)) = counts.iter_mut().find(|(d, _)| *d == byte && !quoted) {
            *n += 1;
        }
    }
    let most = counts.iter().max_by_key(|(_, n)| *n);
    most.filter(|(_, n)| *n > 0).map_or(b',', |(d, _)| *d)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_model::Post;

    fn decoder(map: ColumnMap) -> CsvDecoder {
        CsvDecoder::new(map, Timestamp::from_seconds(1_800_000_000), None).expect("no memory")
    }

    fn all(map: ColumnMap, file: &str) -> Vec<Step> {
        let mut decoder = decoder(map);
        let mut steps: Vec<Step> = file.lines().map(|l| decoder.line(l.as_bytes())).collect();
        steps.push(decoder.end());
        steps.retain(|step| !matches!(step, Step::Nothing | Step::More));
        steps
    }

    fn posts(file: &str) -> Vec<Post> {
        let steps = all(ColumnMap::default(), file).into_iter();
        let posts = steps.map(|step| match step {
            Step::Item(Item::Upsert(post)) => *post,
            other => panic!("{other:?}"),
        });
        posts.collect()
    }

    #[test]
    fn rows_become_posts_whatever_the_delimiter() {
        for delimiter in [",", ";", "\t", "|"] {
            let file = "id,date,text,author,lang,followers,tags\n\
                        1,2024-02-03,hello,@demo_a,en,1500,#x y\n\
                        2,2024-02-04,bye,,,,\n"
                .replace(',', delimiter);
            let posts = posts(&file);
            assert_eq!(posts.len(), 2, "{delimiter:?}");
            let author = posts[0].author.as_ref().expect("author");
            assert_eq!(
                (author.native_id.as_str(), author.reach()),
                ("demo_a", Some(3))
            );
            assert_eq!(posts[0].entities.len(), 2);
            assert_eq!(posts[1].author, None);
        }
    }

    #[test]
    fn quotes_hold_delimiters_quotes_and_lines() {
        let posts = posts("id,date,text\n1,2024-02-03,\"a, \"\"b\"\"\n\nc\"\n2,2024-02-03,d\"e\n");
        let texts: Vec<_> = posts.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(texts, ["a, \"b\"\n\nc", "d\"e"]);
    }

    #[test]
    fn a_row_without_id_is_known_by_its_content() {
        let twice = posts("date,text\n2024-02-03,a\n2024-02-03,a\n2024-02-03,b\n");
        assert_eq!(twice[0].native_id, twice[1].native_id);
        assert_ne!(twice[0].native_id, twice[2].native_id);
    }

    #[test]
    fn a_map_a_format_and_a_source_are_obeyed() {
        let map = ColumnMap {
            columns: vec![
                ("text".into(), "Wort".into()),
                ("published_at".into(), "Tag".into()),
            ],
            time_format: Some("%d/%m/%Y".into()),
            delimiter: Some(b';'),
            source: "forum".parse().ok(),
        };
        let steps = all(map, "Tag;Wort\n03/04/2024;x,y\n");
        let [Step::Item(Item::Upsert(post))] = steps.as_slice() else {
            panic!("{steps:?}")
        };
        assert_eq!(post.published_at.to_rfc3339(), "2024-04-03T00:00:00Z");
        assert_eq!((post.text.as_str(), post.source.as_str()), ("x,y", "forum"));
    }

    #[test]
    fn bad_rows_are_rejected_and_the_next_one_is_read() {
        let check = |row: &str, code: RejectCode, field: Option<&str>| {
            let file = format!("id,date,text,followers\n{row}\n9,2024-02-03,fine,\n");
            let steps = all(ColumnMap::default(), &file);
            let [Step::Reject(reject), Step::Item(_)] = steps.as_slice() else {
                panic!("{row}: {steps:?}")
            };
            assert_eq!(
                (reject.code, reject.field.as_deref()),
                (code, field),
                "{row}"
            );
        };
        check("1,,t,", RejectCode::MissingField, Some("published_at"));
        check("1", RejectCode::MissingField, Some("published_at"));
        check(
            "1,03/04/2024,t,",
            RejectCode::BadField,
            Some("published_at"),
        );
        check(
            "1,2024-02-03,t,many",
            RejectCode::BadField,
            Some("followers"),
        );
        check("1,2024-02-03,,", RejectCode::MissingField, Some("text"));
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_a_bounded_part() {
        let rows = "7,2024-02-03,fine\n".repeat(40_000);
        let file = format!("id,date,text\n1,2024-02-03,\"open\n{rows}");
        let steps = all(ColumnMap::default(), &file);
        let rejects = steps
            .iter()
            .filter(|s| matches!(s, Step::Reject(_)))
            .count();
        assert_eq!(rejects, 1);
        assert!(steps.len() > 20_000, "{}", steps.len());
        let open = all(ColumnMap::default(), "date,text\n2024-02-03,\"open\n");
        assert!(matches!(open.as_slice(), [Step::Reject(_)]), "{open:?}");
    }

    #[test]
    fn a_header_that_cannot_be_stops_everything() {
        let steps = all(ColumnMap::default(), "a,b\n");
        assert!(matches!(steps.as_slice(), [Step::Stop(_)]), "{steps:?}");
    }
}
