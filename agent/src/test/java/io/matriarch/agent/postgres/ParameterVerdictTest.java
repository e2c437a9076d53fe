package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The words of PostgreSQL 15 (as it said them) and of later versions, which write units at the ends of a range.
class ParameterVerdictTest {
    private static final String SAID = """
            2026-11-22 08:16:10.865 GMT [25094] LOG:  1 kB is outside the valid range for parameter "work_mem" (64 .. 2147483647)
            2026-11-22 08:16:10.865 GMT [25094] LOG:  invalid value for parameter "wal_compression": "bogus"
            2026-11-22 08:16:10.865 GMT [25094] HINT:  Available values: pglz, lz4, zstd, on, off.
            2026-11-22 08:16:10.865 GMT [25094] LOG:  parameter "autovacuum" requires a Boolean value
            2026-11-22 08:16:10.865 GMT [25094] LOG:  invalid value for parameter "timezone": "Mars"
            2026-11-22 08:16:10.865 GMT [25094] LOG:  -3 is outside the valid range for parameter "random_page_cost" (0 .. 1.79769e+308)
            2026-11-22 08:16:10.865 GMT [25094] LOG:  1 8kB is outside the valid range for parameter "shared_buffers" (16 .. 1073741823)
            2026-11-22 08:16:10.865 GMT [25094] LOG:  99999 s is outside the valid range for parameter "checkpoint_timeout" (30 s .. 86400 s)
            2026-11-22 08:16:10.927 GMT [25095] LOG:  parameter "block_size" cannot be changed
            2026-11-22 08:15:53.776 GMT [24206] LOG:  unrecognized configuration parameter "foo_bar" in file "/tmp/c5pg/cand.conf" line 2
            2026-11-22 08:16:10.865 GMT [25094] FATAL:  configuration file "/tmp/c5pg/cand.conf" contains errors
            """;

    @Test
    void what_is_not_taken_is_left_out_and_what_is_beyond_its_range_is_moved_to_its_end() {
        var verdict = ParameterVerdict.of(new TreeMap<>(Map.of("work_mem", "1kB", "wal_compression", "bogus", "autovacuum", "canary", "TimeZone", "Mars", "random_page_cost", "-3",
                "shared_buffers", "8kB", "checkpoint_timeout", "99999", "block_size", "4", "foo_bar", "canary", "log_statement", "all")), SAID);
        assertThat(verdict.accepted()).isEqualTo(Map.of("work_mem", "64kB", "random_page_cost", "0", "shared_buffers", "128kB", "checkpoint_timeout", "86400s", "log_statement", "all"));
        assertThat(verdict.complaints()).containsExactly("foo_bar is not known to this PostgreSQL: it is left out",
                "wal_compression has an invalid value (Available values: pglz, lz4, zstd, on, off.): it is left out", "timezone has an invalid value: it is left out",
                "autovacuum requires a Boolean value: it is left out", "block_size cannot be changed: it is left out", "work_mem is out of its range: it is 64kB instead",
                "random_page_cost is out of its range: it is 0 instead", "shared_buffers is out of its range: it is 128kB instead",
                "checkpoint_timeout is out of its range: it is 86400s instead");
    }

    /// `printf("%g")` writes so.
    @Test
    void numbers_are_read_with_their_exponents_and_of_any_size() {
        var said = """
                LOG:  -1e-05 is outside the valid range for parameter "seq_page_cost" (0 .. 1.79769e+308)
                LOG:  1e-06 is outside the valid range for parameter "small" (1e-05 .. 1)
                LOG:  1e+20 is outside the valid range for parameter "vacuum_cost_delay" (-1 .. 100)
                LOG:  99999999999999999999 8kB is outside the valid range for parameter "shared_buffers" (16 .. 9223372036854775807)
                LOG:  1.5e-07 ms is outside the valid range for parameter "odd" (0.001 ms .. 2.5 ms)
                """;
        var verdict = ParameterVerdict.of(new TreeMap<>(Map.of("seq_page_cost", "-0.00001", "small", "0.000001", "vacuum_cost_delay", "1e20", "shared_buffers", "x", "odd", "y")), said);
        assertThat(verdict.accepted()).isEqualTo(Map.of("seq_page_cost", "0", "small", "1e-05", "vacuum_cost_delay", "100", "shared_buffers", "73786976294838206456kB", "odd", "0.001ms"));
    }

    @Test
    void words_about_anything_else_change_nothing() {
        var shown = new TreeMap<>(Map.of("work_mem", "1MB"));
        assertThat(ParameterVerdict.of(shown, "postgres: could not access directory \"/x\": No such file")).isEqualTo(new ParameterVerdict(shown, java.util.List.of()));
        assertThat(ParameterVerdict.of(shown, "")).isEqualTo(new ParameterVerdict(shown, java.util.List.of()));
        assertThat(ParameterVerdict.of(shown, "invalid value for parameter \"other\": \"x\"")).isEqualTo(new ParameterVerdict(shown, java.util.List.of()));
    }
}
