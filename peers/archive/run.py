"""The archive's dashboard in other engines: python run.py FOLDER [ENGINE ...].

FOLDER holds posts.csv and answers.json of `cargo xtask bench archive POSTS --export FOLDER`. Each
engine loads the posts, answers every question of every scenario, is refused if a number differs,
and only then is timed. Engines: duckdb, chdb (ClickHouse in process), sqlite. Each gets what suits
it: days (which are whole from the end of the frame back) as numbers of their own, a copy of the posts by topic and time, and the term of scenarios
D and E as a column, so that nobody reads a text.
"""

import json
import os
import sqlite3
import statistics
import sys
import time

DAY = 86_400
END = 1_800_000_000 // DAY * DAY
NOW, PAST = END - 30 * DAY, END - 60 * DAY
ROUNDS = 5
ENOUGH_S = 15  # no further round after that
COLUMNS = "id, ts, day, source, language, tone, author, country, lat, lon, term"

# Name of the scenario, its topics (none: all), what else must hold.
SCENARIOS = [
    ("A all topics", None, ""),
    ("B largest topic", [1], ""),
    ("C median topic", [100], ""),
    ("D largest topic and a term", [1], " AND term = 1"),
    ("E a term", None, " AND term = 1"),
    ("F twenty topics", list(range(1, 201, 10)), ""),
    ("G one language", None, " AND language = 'de'"),
]


class DuckDb:
    """DuckDB, all threads; posts in order of time, a copy by topic and time."""

    div, array = "//", "list_has_any(topics, {})"

    def __init__(self, folder):
        import duckdb

        self.file = os.path.join(folder, "peer.duckdb")
        self.name = f"DuckDB {duckdb.__version__}"
        self.connection = duckdb.connect(self.file)

    def load(self, folder):
        run = self.connection.execute
        words = "string_split(trim({}, '[]'), ' ')"
        topics = words.format("topics") + "::USMALLINT[]"
        phrases = words.format("phrases") + "::UINTEGER[]"
        run(
            f"""CREATE TABLE posts AS SELECT id::UINTEGER id, ts::BIGINT ts,
            (ts // {DAY})::INTEGER AS day, source, language, tone::UTINYINT tone,
            author::UINTEGER author, country, lat::INTEGER lat, lon::INTEGER lon,
            term::UTINYINT term, {topics} topics, {phrases} phrases
            FROM read_csv('{folder}/posts.csv', header = true, all_varchar = false,
            types = {{'topics': 'VARCHAR', 'phrases': 'VARCHAR', 'country': 'VARCHAR'}})
            ORDER BY ts"""
        )
        run(
            f"""CREATE TABLE topic_posts AS SELECT topic, {COLUMNS}, phrases FROM (
            SELECT unnest(topics) AS topic, * FROM posts) ORDER BY topic, ts"""
        )
        run("CHECKPOINT")

    def ask(self, sql):
        return self.connection.execute(sql).fetchall()

    def phrases(self, source):
        return f"(SELECT unnest(phrases) AS phrase FROM {source})"

    def close(self):
        self.connection.close()
        return os.path.getsize(self.file)


class ClickHouse:
    """ClickHouse in process; MergeTree by time, a copy by topic and time."""

    div, array = "DIV", "hasAny(topics, {})"

    def __init__(self, folder):
        import chdb
        from chdb import session

        self.folder = os.path.join(folder, "peer.clickhouse")
        self.session = session.Session(self.folder)
        version = str(self.session.query("SELECT version()")).strip().strip('"')
        self.name = f"ClickHouse {version} (chdb {chdb.__version__})"

    def load(self, folder):
        run = self.session.query
        run("CREATE DATABASE IF NOT EXISTS peer ENGINE = Atomic")
        types = """id UInt32, ts Int64, day Int32, source LowCardinality(String),
            language LowCardinality(String), tone UInt8, author UInt32,
            country LowCardinality(String), lat Nullable(Int32), lon Nullable(Int32), term UInt8"""
        run(
            f"CREATE TABLE peer.posts ({types}, topics Array(UInt16), phrases Array(UInt32))"
            " ENGINE = MergeTree ORDER BY ts"
        )
        run(
            f"CREATE TABLE peer.topic_posts (topic UInt16, {types}, phrases Array(UInt32))"
            " ENGINE = MergeTree ORDER BY (topic, ts)"
        )
        words = "splitByChar(' ', trim(BOTH '[]' FROM {}))"
        csv = (
            f"file('{folder}/posts.csv', 'CSVWithNames', 'id UInt32, ts Int64, source String,"
            " language String, tone UInt8, author UInt32, country String, lat Nullable(Int32),"
            " lon Nullable(Int32), term UInt8, topics String, phrases String')"
        )
        run(
            f"""INSERT INTO peer.posts SELECT id, ts, intDiv(ts, {DAY}), source, language,
            tone, author, country, lat, lon, term, arrayMap(x -> toUInt16(x),
            {words.format("topics")}), arrayMap(x -> toUInt32(x), {words.format("phrases")})
            FROM {csv}"""
        )
        run(
            f"""INSERT INTO peer.topic_posts SELECT arrayJoin(topics) AS topic, {COLUMNS}, phrases
            FROM peer.posts"""
        )
        run("OPTIMIZE TABLE peer.posts FINAL")
        run("OPTIMIZE TABLE peer.topic_posts FINAL")

    def ask(self, sql):
        for table in ("topic_posts", "posts"):
            sql = sql.replace(f" {table} ", f" peer.{table} ")
        found = str(self.session.query(sql, "JSONCompactEachRow"))
        return [json.loads(line) for line in found.splitlines() if line]

    def phrases(self, source):
        return f"(SELECT arrayJoin(phrases) AS phrase FROM {source})"

    def close(self):
        sizes = self.session.query(
            "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'peer'"
        )
        return int(str(sizes).strip().strip('"'))


class Sqlite:
    """SQLite with a covering index for time and one for topic and time; phrases a table."""

    div, array = "/", None

    def __init__(self, folder):
        self.file = os.path.join(folder, "peer.sqlite")
        if os.path.exists(self.file):
            os.remove(self.file)
        self.name = f"SQLite {sqlite3.sqlite_version}"
        self.connection = sqlite3.connect(self.file)

    def load(self, folder):
        run = self.connection.execute
        run("PRAGMA journal_mode = OFF")
        run("PRAGMA cache_size = -2000000")
        run(f"CREATE TABLE posts ({COLUMNS})")
        run(f"CREATE TABLE topic_posts (topic, {COLUMNS})")
        run("CREATE TABLE post_phrases (ts, post, phrase, term, language)")
        run("CREATE TABLE topic_phrases (topic, ts, post, phrase, term, language)")
        posts, topic_posts, phrases, topic_phrases = [], [], [], []
        marks = lambda n: ",".join("?" * n)

        def flush():
            many = self.connection.executemany
            many(f"INSERT INTO posts VALUES ({marks(11)})", posts)
            many(f"INSERT INTO topic_posts VALUES ({marks(12)})", topic_posts)
            many(f"INSERT INTO post_phrases VALUES ({marks(5)})", phrases)
            many(f"INSERT INTO topic_phrases VALUES ({marks(6)})", topic_phrases)
            for rows in (posts, topic_posts, phrases, topic_phrases):
                rows.clear()

        with open(os.path.join(folder, "posts.csv")) as lines:
            next(lines)
            for line in lines:
                c = line.rstrip("\n").split(",")
                ts, term = int(c[1]), int(c[9])
                place = [int(c[7]) if c[7] else None, int(c[8]) if c[8] else None]
                post = [int(c[0]), ts, ts // DAY, c[2], c[3], int(c[4]), int(c[5]), c[6]]
                post += [*place, term]
                said = [int(phrase) for phrase in c[11][1:-1].split()]
                posts.append(post)
                phrases += [(ts, post[0], phrase, term, c[3]) for phrase in said]
                for topic in c[10][1:-1].split():
                    topic_posts.append([int(topic), *post])
                    topic_phrases += [
                        (int(topic), ts, post[0], phrase, term, c[3]) for phrase in said
                    ]
                if len(posts) >= 50_000:
                    flush()
        flush()
        run(f"CREATE INDEX by_time ON posts (ts, {COLUMNS.replace('ts, ', '')})")
        run(f"CREATE INDEX by_topic ON topic_posts (topic, ts, {COLUMNS.replace('ts, ', '')})")
        run("CREATE INDEX phrases_by_time ON post_phrases (ts, phrase, post, term, language)")
        run(
            "CREATE INDEX phrases_by_topic ON topic_phrases"
            " (topic, ts, phrase, post, term, language)"
        )
        run("ANALYZE")
        self.connection.commit()

    def ask(self, sql):
        return self.connection.execute(sql).fetchall()

    def phrases(self, source):
        source = source.replace(" topic_posts ", " topic_phrases ")
        return f"(SELECT phrase FROM {source.replace(' posts ', ' post_phrases ')})"

    def close(self):
        self.connection.close()
        return os.path.getsize(self.file)


ENGINES = {"duckdb": DuckDb, "chdb": ClickHouse, "sqlite": Sqlite}


def rows_of(scenario, since, array):
    """What follows FROM for the posts of a scenario, each once; none if it cannot be said."""
    _, topics, rest = scenario
    frame = f" WHERE ts >= {since} AND ts < {END}{rest}"
    if topics is None:
        return " posts " + frame
    if len(topics) == 1:
        return " topic_posts " + frame + f" AND topic = {topics[0]}"
    return array and " posts " + frame + " AND " + array.format(topics)


def by(engine, source, what, count="count(*)"):
    """Posts of each value in the frame and the one before, largest first."""
    found = {}
    now = f"CASE WHEN ts >= {NOW} THEN 1 ELSE 0 END"
    for *key, frame, posts in engine.ask(
        f"SELECT {what}, {now} AS frame, {count} FROM{source} GROUP BY {what}, frame"
    ):
        found.setdefault(tuple(key), [0, 0])[1 - int(frame)] = int(posts)
    return sorted(found.items(), key=lambda row: (-row[1][0], row[0]))


def top(rows, limit, keyed=True):
    rows = [row for row in rows[:limit] if row[1][0]]
    return sorted(([int(k) for k in key] if keyed else []) + posts for key, posts in rows)


def by_tone(rows):
    tones = {}
    for (*key, tone), posts in rows:
        frames = tones.setdefault(tuple(key), [[0] * 4, [0] * 4])
        for frame, count in zip(frames, posts):
            frame[int(tone)] += count
    return tones


def volume(engine, both, now, topics):
    days = by(engine, both, "day")
    first = PAST // DAY
    split = NOW // DAY
    count = [sum(row[1][frame] for row in days) for frame in (0, 1)]
    frames = [
        [dict((key[0], posts[frame]) for key, posts in days).get(day, 0) for day in days_of]
        for frame, days_of in ((0, range(split, split + 30)), (1, range(first, first + 30)))
    ]
    return [[count], frames]


def sentiment(engine, both, now, topics):
    return [by_tone(by(engine, both, "tone")).get((), [])]


def by_category(engine, both, now, topics):
    rows = by(engine, topics, "topic % 10, tone", "count(DISTINCT id)")
    tones = by_tone(rows)
    table = [[int(key[0]), sum(now), *now] for key, (now, _) in tones.items() if sum(now)]
    return [sorted(table)]


def search_topics(engine, both, now, topics):
    categories = by(engine, topics, "topic % 10", "count(DISTINCT id)")
    return [top(categories, 5), top(by(engine, topics, "topic"), 5)]


def sources(engine, both, now, topics):
    return [top(by(engine, both, "source"), 5, keyed=False)]


def languages(engine, both, now, topics):
    return [top(by(engine, both, "language"), 5, keyed=False)]


def authors(engine, both, now, topics):
    best = engine.ask(
        f"SELECT author, count(*) AS n FROM{now} GROUP BY author"
        " ORDER BY n DESC, author LIMIT 5"
    )
    names = ", ".join(str(row[0]) for row in best)
    rows = by(engine, f"{both} AND author IN ({names})", "author")
    distinct = by(engine, both, "1", "count(DISTINCT author)")
    return [top(rows, 5), [distinct[0][1]]]


def phrases(engine, both, now, topics):
    rows = engine.ask(
        f"SELECT phrase, count(*) AS n FROM {engine.phrases(now)} AS said GROUP BY phrase"
        " HAVING count(*) >= 3 ORDER BY n DESC, phrase LIMIT 40"
    )
    return [sorted([int(n) for n in row] for row in rows)]


def location(engine, both, now, topics):
    cell = [f"({of} + {edge}) * 8 {engine.div} 4500000" for of, edge in EDGES]
    tones = ", ".join(f"sum(CASE WHEN tone = {n} THEN 1 ELSE 0 END)" for n in range(4))
    cells = engine.ask(
        f"SELECT {cell[0]} AS x, {cell[1]} AS y, count(*) AS n, {tones}, avg(lat), avg(lon)"
        f" FROM{now} AND lat IS NOT NULL GROUP BY x, y ORDER BY n DESC, x, y LIMIT 500"
    )
    countries = by_tone(by(engine, f"{both} AND country IS NOT NULL AND country <> ''", "country, tone"))
    table = [[sum(now), *now, sum(past)] for now, past in countries.values() if sum(now)]
    return [sorted([int(n) for n in row[3:7]] for row in cells), sorted(table)]


EDGES = (("lon", 18_000_000), ("lat", 9_000_000))
WIDGETS = [volume, sentiment, by_category, search_topics, sources, languages, authors, phrases, location]


def dashboard(engine, scenario):
    both, now = (rows_of(scenario, since, engine.array) for since in (PAST, NOW))
    if both is None:
        return None
    _, topics, rest = scenario
    listed = f" topic_posts  WHERE ts >= {PAST} AND ts < {END}{rest}"
    if topics:
        listed += f" AND topic IN ({', '.join(map(str, topics))})"
    return [answer for widget in WIDGETS for answer in widget(engine, both, now, listed)]


def measure(engine, scenario, expected):
    found = dashboard(engine, scenario)
    if found is None:
        return None
    for number, (answer, expect) in enumerate(zip(found, expected, strict=True)):
        if answer != expect:
            sys.exit(f"{engine.name}, {scenario[0]}, {number}: {answer[:3]} is not {expect[:3]}")
    wall, cpu = [], []
    while len(wall) < ROUNDS and sum(wall) < ENOUGH_S * 1e3:
        start, cpu_start = time.perf_counter(), time.process_time()
        dashboard(engine, scenario)
        wall.append((time.perf_counter() - start) * 1e3)
        cpu.append((time.process_time() - cpu_start) * 1e3)
    return wall, statistics.median(cpu)


def main():
    folder, *names = sys.argv[1:]
    with open(os.path.join(folder, "answers.json")) as file:
        expected = json.load(file)
    wanted = [s for s in SCENARIOS if not os.environ.get("ONLY") or s[0][0] in os.environ["ONLY"]]
    for name in names or ENGINES:
        engine = ENGINES[name](folder)
        start = time.perf_counter()
        engine.load(folder)
        loaded = time.perf_counter() - start
        print(f"{engine.name}: loaded in {loaded:.1f} s; ms, median (least to most), processor time")
        line = {"bench": "archive-peer", "engine": engine.name, "load_s": round(loaded, 1)}
        for scenario in wanted:
            took = measure(engine, scenario, expected[scenario[0]])
            if took is None:
                print(f"  {scenario[0]:30} not asked")
                continue
            wall, cpu = took
            median = statistics.median(wall)
            spread = f"({min(wall):.1f} to {max(wall):.1f})"
            print(f"  {scenario[0]:30} {median:9.1f} {spread:22} {cpu:9.1f}", flush=True)
            name = scenario[0].replace(" ", "_")
            line[name], line[name + "_cpu"] = round(median, 2), round(cpu, 2)
        line["disk_bytes"] = engine.close()
        print(f"  on disk {line['disk_bytes'] / 1e6:.0f} MB\n{json.dumps(line)}", flush=True)


main()
