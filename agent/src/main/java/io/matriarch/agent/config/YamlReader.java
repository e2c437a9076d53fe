package io.matriarch.agent.config;

import io.matriarch.agent.config.Tree.Form;
import io.matriarch.agent.config.Tree.Mapping;
import io.matriarch.agent.config.Tree.Scalar;
import io.matriarch.agent.config.Tree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// Makes a tree of one YAML document, or says why not. Bounded in size, depth, aliases and in what aliases expand to; duplicate keys and
/// tags are refused. snakeyaml only parses here: it never builds an object, so no tag can name a class.
///
/// Longer than most, for what to do with each kind of node belongs beside the others.
final class YamlReader {
    static final int LONGEST = 1 << 20;
    private static final int DEEPEST = 32;
    private static final int MOST_VALUES = 20_000;
    private static final int MOST_ALIASES = 50;
    private static final Set<Tag> PLAIN_TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ, Tag.MERGE);

    private final String source;
    private final Findings findings;
    private int values;

    private YamlReader(String source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    /// The document in `text`; an empty map, and a problem in `findings`, when it is none.
    static Mapping read(String source, String text, Findings findings) {
        return new YamlReader(source, findings).document(text) instanceof Mapping map ? map : Tree.EMPTY;
    }

    /// Any value written as YAML, as environment variables hold them.
    static Tree fragment(String source, String text, Findings findings) {
        return new YamlReader(source, findings).parsed(text);
    }

    private Tree document(String text) {
        var before = findings.problems().size();
        var tree = parsed(text);
        if (tree instanceof Mapping || findings.problems().size() > before) return tree;
        if (!Trees.present(tree)) return refused(new Place(source, 0), "is empty: it must hold at least name, scope, restapi, etcd3 and postgresql");
        return refused(new Place(source, 0), "must be a map of keys (name: ..., scope: ...), not " + (tree instanceof Sequence ? "a list" : "plain text"));
    }

    private Tree parsed(String text) {
        if (text.length() > LONGEST) return refused(new Place(source, 0), "is longer than 1 MiB");
        try {
            return tree(composed(text), 0);
        } catch (MarkedYAMLException e) {
            return refused(new Place(source, e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1), "is not YAML: " + cause(e));
        } catch (YAMLException e) {
            return refused(new Place(source, 0), "is not YAML: " + limit(e.getMessage()));
        }
    }

    private static Node composed(String text) {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        var node = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options).getSingleNode();
        return node == null ? new ScalarNode(Tag.NULL, "", null, null, org.yaml.snakeyaml.DumperOptions.ScalarStyle.PLAIN) : node;
    }

    private Tree tree(Node node, int depth) {
        var place = place(node);
        if (++values > MOST_VALUES) throw new YAMLException("it has more than " + MOST_VALUES + " values when its aliases are followed");
        if (depth > DEEPEST) throw new YAMLException("it is nested deeper than " + DEEPEST + " levels, or an alias contains itself");
        if (!PLAIN_TAGS.contains(node.getTag())) return refused(place, "tags (words that begin with !) are not allowed; quote the value if the ! belongs to it");
        return switch (node) {
            case ScalarNode scalar -> new Scalar(scalar.getValue(), form(scalar), place);
            case SequenceNode list -> sequence(list, place, depth);
            case MappingNode map -> mapping(map, place, depth);
            case Node _ -> refused(place, "is not a value");
        };
    }

    private static Form form(ScalarNode scalar) {
        if (!scalar.isPlain()) return Form.TEXT;
        if (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT)) return Form.NUMBER;
        if (scalar.getTag().equals(Tag.BOOL)) return Form.TRUTH;
        return scalar.getTag().equals(Tag.NULL) ? Form.NOTHING : Form.TEXT;
    }

    private Sequence sequence(SequenceNode list, Place place, int depth) {
        var items = new ArrayList<Tree>();
        for (var item : list.getValue()) items.add(tree(item, depth + 1));
        return new Sequence(items, place);
    }

    private Mapping mapping(MappingNode map, Place place, int depth) {
        var own = new LinkedHashMap<String, Tree>();
        var merged = new LinkedHashMap<String, Tree>();
        for (var entry : map.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) refused(place(entry.getKeyNode()), "a key must be a word, not a list or a map");
            else if (key.getTag().equals(Tag.MERGE)) merge(merged, tree(entry.getValueNode(), depth + 1));
            else add(own, key, tree(entry.getValueNode(), depth + 1));
        }
        merged.putAll(own);
        return new Mapping(merged, place);
    }

    private void add(Map<String, Tree> entries, ScalarNode key, Tree value) {
        var earlier = entries.putIfAbsent(key.getValue(), value);
        if (earlier != null) refused(place(key), "%s is here twice; it is also on line %d".formatted(Wording.key(key.getValue()), earlier.place().line()));
    }

    /// `<<: *other` gives what the map itself does not say; of several, the first wins.
    private static void merge(Map<String, Tree> entries, Tree from) {
        switch (from) {
            case Mapping map -> map.entries().forEach(entries::putIfAbsent);
            case Sequence list -> list.items().forEach(item -> merge(entries, item));
            case Scalar _ -> {}
        }
    }

    private Place place(Node node) {
        return new Place(source, node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1);
    }

    private Tree refused(Place place, String why) {
        findings.problem(place, "", "", why);
        return new Scalar("", Form.NOTHING, place);
    }

    /// The parser's own words without its excerpt of the text, for the excerpt may hold a password; nor an alias' name: an unquoted
    /// password that begins with `*` is one.
    private static String cause(MarkedYAMLException e) {
        var problem = e.getProblem() == null ? "it cannot be read" : e.getProblem();
        if (problem.contains("alias")) return "found an alias (a word that begins with *) that is defined nowhere; quote the value if the * belongs to it";
        if (problem.contains("tag") || problem.contains("directive")) return "found a tag or directive that cannot be read; quote values that begin with ! or %";
        return limit(problem);
    }

    private static String limit(String text) {
        return Wording.limited(text.lines().findFirst().orElse("it cannot be read"), 160);
    }
}
