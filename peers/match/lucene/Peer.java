// Lucene Monitor on one thread: RULES POSTS HITS PASSES BATCH. Writes the hits of the first posts,
// a line each, and prints one line of JSON: how long the rules took, and posts a second of the
// thread's processor time in five rounds, warm. Collecting garbage and compiling are other threads
// and are not counted.

import java.io.BufferedWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorConfiguration;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.MultipassTermFilteredPresearcher;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.monitor.TermFilteredPresearcher;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

public class Peer {
  static final String TEXT = "text";
  static final double COMPARE_S = 15;
  static final double WARM_S = 5;
  static final double ROUND_S = 1;
  static final int ROUNDS = 5;

  public static void main(String[] words) throws Exception {
    IndexSearcher.setMaxClauseCount(100_000);
    int passes = Integer.parseInt(words[3]);
    int batch = Integer.parseInt(words[4]);
    List<String> posts = Files.readAllLines(Path.of(words[1]));
    var presearcher =
        passes > 1 ? new MultipassTermFilteredPresearcher(passes) : new TermFilteredPresearcher();
    var configuration = new MonitorConfiguration().setQueryUpdateBufferSize(20_000);
    try (var monitor = new Monitor(new WhitespaceAnalyzer(), presearcher, configuration)) {
      double begin = busy();
      monitor.register(rules(Path.of(words[0])));
      double build = busy() - begin;
      begin = busy();
      try (var hits = Files.newBufferedWriter(Path.of(words[2]))) {
        for (int at = 0; at < posts.size() && busy() - begin < COMPARE_S; at += batch) {
          write(find(monitor, posts, at, batch), hits);
        }
      }
      round(monitor, posts, batch, 0, WARM_S);
      List<String> rates = new ArrayList<>();
      for (int n = 0; n < ROUNDS; n++) {
        int from = posts.size() / ROUNDS * n;
        rates.add(String.format(Locale.ROOT, "%.1f", round(monitor, posts, batch, from, ROUND_S)));
      }
      System.out.printf(
          Locale.ROOT, "{\"build_s\": %.2f, \"posts_per_cpu_s\": %s}%n", build, rates);
    }
  }

  static double busy() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }

  static double round(Monitor monitor, List<String> posts, int batch, int from, double most)
      throws Exception {
    double begin = busy();
    long done = 0;
    for (int at = from; ; at += batch) {
      if (at >= posts.size()) {
        at = 0;
      }
      done += find(monitor, posts, at, batch).size();
      double seconds = busy() - begin;
      if (seconds > most) {
        return done / seconds;
      }
    }
  }

  /** The numbers of the rules that each post of a batch matches. */
  static List<List<String>> find(Monitor monitor, List<String> posts, int from, int batch)
      throws Exception {
    var some = posts.subList(from, Math.min(from + batch, posts.size()));
    var documents = new Document[some.size()];
    for (int n = 0; n < documents.length; n++) {
      documents[n] = new Document();
      documents[n].add(new TextField(TEXT, some.get(n), Field.Store.NO));
    }
    List<List<String>> all = new ArrayList<>();
    var found = monitor.match(documents, QueryMatch.SIMPLE_MATCHER);
    for (int n = 0; n < documents.length; n++) {
      List<String> hits = new ArrayList<>();
      for (var match : found.getMatches(n)) {
        hits.add(match.getQueryId());
      }
      all.add(hits);
    }
    return all;
  }

  static void write(List<List<String>> posts, BufferedWriter file) throws Exception {
    for (var hits : posts) {
      file.write(String.join(" ", hits));
      file.newLine();
    }
  }

  static List<MonitorQuery> rules(Path file) throws Exception {
    List<MonitorQuery> queries = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      String[] lists = line.split("\t", -1);
      if (!lists[0].isEmpty()) {
        queries.add(new MonitorQuery(Integer.toString(number), rule(lists)));
      }
      number++;
    }
    return queries;
  }

  static Query rule(String[] lists) {
    Query keywords = anyOf(lists[0]);
    if (lists[1].isEmpty() && lists[2].isEmpty()) {
      return keywords;
    }
    var rule = new BooleanQuery.Builder().add(keywords, Occur.MUST);
    if (!lists[1].isEmpty()) {
      rule.add(anyOf(lists[1]), Occur.MUST);
    }
    if (!lists[2].isEmpty()) {
      rule.add(anyOf(lists[2]), Occur.MUST_NOT);
    }
    return rule.build();
  }

  static Query anyOf(String list) {
    Set<String> terms = new LinkedHashSet<>(List.of(list.split(",")));
    if (terms.size() == 1) {
      return term(terms.iterator().next());
    }
    var any = new BooleanQuery.Builder();
    for (String term : terms) {
      any.add(term(term), Occur.SHOULD);
    }
    return any.build();
  }

  static Query term(String entry) {
    String[] words = entry.split(" ");
    return words.length == 1 ? new TermQuery(new Term(TEXT, entry)) : new PhraseQuery(TEXT, words);
  }
}
