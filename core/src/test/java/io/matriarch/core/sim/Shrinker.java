package io.matriarch.core.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Makes a failing schedule small: fewer strikes (ddmin: halves, quarters, one by one), fewer nodes, the usual configuration, shorter and
/// rounder times, as long as a run of it fails in the same way. Whatever is left out, the small chances of the rest fall otherwise: so each
/// candidate is tried with some other seeds, too.
final class Shrinker {
    private static final int SEEDS = 4;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Pattern SECONDS = Pattern.compile("(?<![\\d.])\\d+(\\.\\d+)?s\\b");
    private final String kind;
    private final Function<Schedule, Run> runner;
    private final long end;
    private Schedule best;
    private long runs;

    private Shrinker(Schedule failing, String kind, Function<Schedule, Run> runner, Duration within) {
        this.best = failing;
        this.kind = kind;
        this.runner = runner;
        this.end = System.nanoTime() + within.toNanos();
    }

    /// What came of it, after how many runs.
    record Shrunk(Schedule schedule, Verdict verdict, long runs) {
        /// As it is committed: a scenario's text.
        String text() {
            return "# " + verdict.text() + "\n" + schedule.text();
        }
    }

    /// The smallest schedule found `within` that time whose run fails in the same way as that of `failing`.
    static Shrunk shrink(Schedule failing, Duration within) {
        return shrink(failing, within, schedule -> Swarm.run(schedule, false, _ -> Spectator.NOBODY));
    }

    /// The same as text, with how much work it was.
    static String told(Schedule failing, Duration within) {
        var shrunk = shrink(failing, within);
        return "\n# shrunk in " + shrunk.runs() + " runs from " + failing.strikes().size() + " faults to " + shrunk.schedule().strikes().size() + "\n" + shrunk.text();
    }

    static Shrunk shrink(Schedule failing, Duration within, Function<Schedule, Run> runner) {
        var first = runner.apply(failing);
        if (first.verdict().held()) return new Shrunk(failing, first.verdict(), 1);
        var shrinker = new Shrinker(cut(failing, first), first.verdict().kind(), runner, within);
        for (var smaller = true; smaller && shrinker.inTime();) smaller = shrinker.round();
        return new Shrunk(shrinker.best, runner.apply(shrinker.best).verdict(), shrinker.runs);
    }

    private boolean inTime() {
        return System.nanoTime() < end;
    }

    /// Everything once; false when nothing became smaller by it.
    private boolean round() {
        var smaller = fewerStrikes();
        smaller |= fewerNodes();
        smaller |= plainer();
        smaller |= shorter();
        smaller |= rounder();
        smaller |= sooner();
        return smaller;
    }

    /// A run that was broken off was not longer than this.
    private static Schedule cut(Schedule schedule, Run run) {
        var until = run.figures().virtual();
        var strikes = schedule.strikes().stream().filter(s -> s.at().compareTo(until) <= 0).toList();
        return new Schedule(schedule.seed(), schedule.shape(), schedule.harm().compareTo(until) < 0 ? schedule.harm() : until, strikes);
    }

    /// Takes the candidate when it fails in the same way, with its own seed or one of the next.
    private boolean still(Schedule candidate) {
        if (candidate.equals(best)) return false;
        for (var i = 0; i < SEEDS && inTime(); i++) {
            var other = new Schedule(candidate.seed() + i, candidate.shape(), candidate.harm(), candidate.strikes());
            var run = runner.apply(other);
            runs++;
            if (run.verdict().kind().equals(kind)) {
                best = cut(other, run);
                return true;
            }
        }
        return false;
    }

    private boolean fewerStrikes() {
        var before = best.strikes().size();
        for (var chunk = Math.max(1, before / 2); chunk > 0; chunk /= 2)
            for (var from = best.strikes().size() - chunk; from > -chunk; from -= chunk) still(best.with(without(best.strikes(), Math.max(0, from), chunk)));
        return best.strikes().size() < before;
    }

    private static List<Strike> without(List<Strike> strikes, int from, int count) {
        var left = new ArrayList<>(strikes);
        left.subList(Math.min(from, left.size()), Math.min(from + count, left.size())).clear();
        return left;
    }

    private boolean fewerNodes() {
        var smaller = false;
        for (var node : best.shape().nodes()) {
            var others = best.shape().nodes().stream().filter(n -> !n.equals(node)).toList();
            if (!others.isEmpty()) smaller |= still(shaped(new Shape(others, best.shape().config())));
        }
        return smaller;
    }

    /// Without tags, and with the usual configuration.
    private boolean plainer() {
        var names = best.shape().nodes().stream().map(Shape.Node::name).toArray(String[]::new);
        var ttl = (int) (long) best.shape().config().getOrDefault("ttl", 10L);
        return still(shaped(Shape.of(10, names))) || still(shaped(Shape.of(ttl, names)));
    }

    private Schedule shaped(Shape shape) {
        return new Schedule(best.seed(), shape, best.harm(), best.strikes());
    }

    private boolean shorter() {
        return eachTime(Shrinker::halved);
    }

    private boolean rounder() {
        var smaller = eachTime(Shrinker::rounded);
        smaller |= harm(rounded(best.harm()).plusSeconds(1));
        return smaller;
    }

    private boolean sooner() {
        var times = best.strikes().stream().map(Strike::at).sorted().toList();
        if (times.isEmpty()) return harm(SHORTEST);
        var gap = times.getFirst().minusSeconds(1);
        var moved = gap.compareTo(Duration.ofSeconds(1)) > 0
                && still(best.with(best.strikes().stream().map(s -> new Strike(s.at().minus(gap), s.fault())).toList()));
        var earlier = harm(times.getLast().minus(moved ? gap : Duration.ZERO).plus(SHORTEST));
        return moved || earlier;
    }

    private boolean harm(Duration less) {
        return less.compareTo(best.harm()) < 0 && still(new Schedule(best.seed(), best.shape(), less, best.strikes()));
    }

    /// Tries `change` on every duration that stands in a strike, one at a time.
    private boolean eachTime(UnaryOperator<Duration> change) {
        var smaller = false;
        for (var i = 0; i < best.strikes().size(); i++) {
            var times = SECONDS.matcher(best.strikes().get(i).text()).results().count();
            for (var which = 0; which < times && i < best.strikes().size(); which++) {
                var changed = changed(best.strikes().get(i), which, change);
                smaller |= changed.at().compareTo(Duration.ZERO) >= 0 && still(best.with(replaced(i, changed)));
            }
        }
        return smaller;
    }

    private static Strike changed(Strike strike, int which, UnaryOperator<Duration> change) {
        var text = strike.text();
        var found = SECONDS.matcher(text).results().skip(which).findFirst();
        return found.map(f -> Strike.read(text.substring(0, f.start()) + FaultText.seconds(change.apply(FaultText.duration(f.group()))) + text.substring(f.end())))
                .orElse(strike);
    }

    private List<Strike> replaced(int index, Strike strike) {
        var strikes = new ArrayList<>(best.strikes());
        strikes.set(index, strike);
        strikes.sort(Comparator.comparing(Strike::at));
        return strikes;
    }

    /// To a whole second, or to a tenth of one.
    private static Duration rounded(Duration time) {
        var step = time.compareTo(Duration.ofSeconds(2)) > 0 ? 1_000_000_000L : 100_000_000L;
        return Duration.ofNanos(Math.round(time.toNanos() / (double) step) * step);
    }

    private static Duration halved(Duration time) {
        return time.compareTo(SHORTEST) < 0 ? time : rounded(Duration.ofNanos(time.toNanos() / 2));
    }
}
