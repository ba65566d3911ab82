//! CSV: comma, semicolon, tab or bar separated, quoted as in RFC 4180, with a header line.

use super::{
    ColumnMap,
    columns::{Column, Columns},
    decode::{Decode, Step},
    ndjson::{AuthorForm, LinkForm, PlaceForm, PostForm, Scalar, WholeAuthor},
    when,
};
use crate::{Item, Reject, RejectCode};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use hearken_model::Timestamp;
use xxhash_rust::xxh3::xxh3_128;

/// Largest record, in bytes; one that is larger most likely has a quote that is never closed.
const RECORD_LIMIT: usize = 256 * 1024;
/// Most columns.
const COLUMN_LIMIT: usize = 1000;

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

/// A record being read, line by line, under a cap.
#[derive(Debug)]
struct Record {
    delimiter: u8,
    reader: Reader,
    output: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    ended: usize,
    lines: usize,
}

fn reader(delimiter: u8) -> Reader {
    let mut builder = ReaderBuilder::new();
    builder
        .delimiter(delimiter)
        .terminator(Terminator::Any(b'\n'));
    builder.build()
}

enum Filled {
    Nothing,
    More,
    Record(Vec<String>),
    Bad(Reject),
}

impl Record {
    fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            reader: reader(delimiter),
            output: vec![0; 4096],
            filled: 0,
            ends: vec![0; 64],
            ended: 0,
            lines: 0,
        }
    }

    fn is_open(&self) -> bool {
        self.lines > 0
    }

    fn reset(&mut self) {
        self.reader = reader(self.delimiter);
        (self.filled, self.ended, self.lines) = (0, 0, 0);
    }

    fn push(&mut self, line: &[u8]) -> Filled {
        if line.is_empty() && !self.is_open() {
            return Filled::Nothing;
        }
        self.lines += 1;
        for part in [line, b"\n"] {
            let mut input = part;
            // Empty input would mean the end of the file.
            while !input.is_empty() {
                let output = self.output.get_mut(self.filled..).unwrap_or_default();
                let ends = self.ends.get_mut(self.ended..).unwrap_or_default();
                let (result, read, wrote, ended) = self.reader.read_record(input, output, ends);
                input = input.get(read..).unwrap_or_default();
                self.filled += wrote;
                self.ended += ended;
                match result {
                    ReadRecordResult::InputEmpty => {}
                    ReadRecordResult::OutputFull if self.output.len() < RECORD_LIMIT => {
                        self.output.resize(self.output.len() * 2, 0);
                    }
                    ReadRecordResult::OutputEndsFull if self.ends.len() < COLUMN_LIMIT => {
                        self.ends.resize(self.ends.len() * 2, 0);
                    }
                    ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                        self.reset();
                        let detail = "the record is too large; is a quote not closed?";
                        return Filled::Bad(Reject::new(RejectCode::TooLarge, detail));
                    }
                    ReadRecordResult::Record | ReadRecordResult::End => return self.take(),
                }
            }
        }
        Filled::More
    }

    fn take(&mut self) -> Filled {
        let mut values = Vec::with_capacity(self.ended);
        let mut start = 0;
        for end in self.ends.get(..self.ended).unwrap_or_default() {
            let value = self.output.get(start..*end).unwrap_or_default();
            start = *end;
            match std::str::from_utf8(value) {
                Ok(text) => values.push(text.to_owned()),
                Err(_) => {
                    self.reset();
                    return Filled::Bad(Reject::new(RejectCode::Encoding, "not UTF-8"));
                }
            }
        }
        self.reset();
        Filled::Record(values)
    }
}

struct Row<'c> {
    columns: &'c Columns,
    values: Vec<String>,
}

impl Row<'_> {
    fn get(&self, column: Column) -> Option<String> {
        let value = self.values.get(self.columns.at(column)?)?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    fn number<T: std::str::FromStr>(
        &self,
        column: Column,
        name: &str,
    ) -> Result<Option<T>, Reject> {
        let Some(text) = self.get(column) else {
            return Ok(None);
        };
        let parsed = text
            .parse()
            .map_err(|_| Reject::bad(name, "not a number"))?;
        Ok(Some(parsed))
    }

    fn into_form(self, map: &ColumnMap) -> Result<PostForm, Reject> {
        let published_at = self.published_at(map)?;
        let tags = self.get(Column::Tags).unwrap_or_default();
        let tags = tags
            .split([',', ';', '|', ' '])
            .map(str::trim)
            .filter(|t| !t.is_empty());
        let source = self.get(Column::Source).map(|s| source_key(&s));
        Ok(PostForm {
            id: Some(Scalar::Text(self.id())),
            source: source.or_else(|| map.source.as_ref().map(|s| s.to_string())),
            published_at: Some(Scalar::Text(published_at)),
            title: self.get(Column::Title),
            text: self.get(Column::Text),
            warning: self.get(Column::Warning),
            url: self.get(Column::Url),
            kind: self.get(Column::Kind).map(|k| k.to_lowercase()),
            reply_to: self.get(Column::ReplyTo).map(Scalar::Text),
            language: self.get(Column::Language),
            author: self.author()?,
            tags: tags.map(str::to_owned).collect(),
            link: self.get(Column::Link).map(LinkForm::Url),
            place: self.place()?,
            sensitive: self.get(Column::Sensitive).is_some_and(|v| is_yes(&v)),
            ..PostForm::default()
        })
    }

    /// The id, or, where the file has none, a hash of all columns: the same row is the same post.
    fn id(&self) -> String {
        self.get(Column::Id).unwrap_or_else(|| {
            let row = self.values.join("\u{1f}");
            format!("row-{:032x}", xxh3_128(row.as_bytes()))
        })
    }

    fn published_at(&self, map: &ColumnMap) -> Result<String, Reject> {
        let text = self.get(Column::PublishedAt);
        let text = text.ok_or_else(|| Reject::missing("published_at"))?;
        let Some(format) = &map.time_format else {
            return Ok(text);
        };
        when::parse_as(format, &text)
            .map(|instant| instant.to_rfc3339())
            .ok_or_else(|| Reject::bad("published_at", "not a time in the given form"))
    }

    fn author(&self) -> Result<Option<AuthorForm>, Reject> {
        let author = WholeAuthor {
            id: self.get(Column::AuthorId).map(Scalar::Text),
            handle: self.get(Column::AuthorHandle),
            name: self.get(Column::AuthorName),
            url: self.get(Column::AuthorUrl),
            avatar: None,
            followers: self.number(Column::Followers, "followers")?,
            location: self.get(Column::AuthorLocation),
        };
        let known = author.id.is_some() || author.handle.is_some() || author.name.is_some();
        Ok(known.then(|| AuthorForm::Whole(Box::new(author))))
    }

    fn place(&self) -> Result<Option<PlaceForm>, Reject> {
        let latitude = self.number(Column::Latitude, "latitude")?;
        let longitude = self.number(Column::Longitude, "longitude")?;
        Ok(latitude
            .zip(longitude)
            .map(|(latitude, longitude)| PlaceForm {
                latitude,
                longitude,
                name: self.get(Column::PlaceName),
                country: self.get(Column::Country).filter(|c| c.len() == 2),
            }))
    }
}

/// `Blue Sky` is written `blue-sky` as a source.
fn source_key(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '.', '/'], "-")
}

fn is_yes(text: &str) -> bool {
    matches!(
        text.to_lowercase().as_str(),
        "1" | "true" | "yes" | "y" | "ja" | "j"
    )
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
        let mut file = "id,date,text\n1,2024-02-03,\"open\n".to_owned();
        for n in 0..40_000 {
            file.push_str(&format!("{n},2024-02-03,fine\n"));
        }
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
