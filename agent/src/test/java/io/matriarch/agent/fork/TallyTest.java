package io.matriarch.agent.fork;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The lines of pg_waldump as the versions print them.
class TallyTest {
    private static final Relation T = new Relation(1663, 5, 16384);

    private static Tally of(String... lines) {
        var tally = new Tally();
        List.of(lines).forEach(tally::hear);
        return tally;
    }

    private static String heap(String manager, String desc) {
        return "rmgr: " + manager + "        len (rec/tot):     61/    61, tx:        724, lsn: 0/01531468, prev 0/015313A8, desc: " + desc;
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT off 3 flags 0x00, blkref #0: rel 1663/5/16384 blk 0", // 13 to 15
            "INSERT+INIT off 1 flags 0x08, blkref #0: rel 1663/5/16384 blk 0 FPW", // with a page image
            "INSERT off: 3, flags: 0x00, blkref #0: rel 1663/5/16384 blk 0", // 16 to 18
            "INSERT off: 3, flags: 0x00, blkref #0: rel 1663/5/16384 blk 0 (FPW); hole: offset: 40, length: 8000"}) // --bkp-details
    void an_insert_counts_one_row(String desc) {
        assertThat(of(heap("Heap ", desc)).relations()).containsOnly(java.util.Map.entry(T, new Tally.Touched(1, 1, 0, 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MULTI_INSERT 101 tuples flags 0x02, blkref #0: rel 1663/5/16384 blk 1", "MULTI_INSERT+INIT 101 tuples flags 0x02, blkref #0: rel 1663/5/16384 blk 1",
            "MULTI_INSERT+INIT ntuples: 101, flags: 0x02, offsets: [], blkref #0: rel 1663/5/16384 blk 1"})
    void many_rows_of_one_record_count_each(String desc) {
        assertThat(of(heap("Heap2", desc)).relations().get(T).inserted()).isEqualTo(101);
    }

    @Test
    void an_update_over_two_pages_counts_once_and_maps_are_of_their_table() {
        var tally = of(heap("Heap ", "UPDATE off 5 xmax 733 flags 0x60 ; new off 7 xmax 0, blkref #0: rel 1663/5/16384 blk 2, blkref #1: rel 1663/5/16384 blk 0"),
                heap("Heap ", "HOT_UPDATE old_xmax: 726, old_off: 1, old_infobits: [], flags: 0x20, new_xmax: 0, new_off: 3, blkref #0: rel 1663/5/16384 blk 0"),
                heap("Heap ", "DELETE xmax: 727, off: 2, infobits: [KEYS_UPDATED], flags: 0x00, blkref #0: rel 1663/5/16384 blk 0"),
                heap("Heap2", "VISIBLE cutoff xid 0 flags 0x03, blkref #0: rel 1663/5/16384 fork vm blk 0, blkref #1: rel 1663/5/16384 blk 0"),
                heap("Btree", "INSERT_LEAF off: 2, blkref #0: rel 1663/5/16387 blk 1"));
        assertThat(tally.relations()).containsEntry(T, new Tally.Touched(4, 0, 2, 1)).containsEntry(new Relation(1663, 5, 16387), new Tally.Touched(1, 0, 0, 0));
    }

    @Test
    void ends_of_transactions_are_counted_with_their_times() {
        var tally = of(heap("Transaction", "COMMIT 2026-11-21 15:50:32.782630 UTC; inval msgs: catcache 80 catcache 79"), heap("Transaction", "COMMIT 2026-11-21 15:50:33 UTC"),
                heap("Transaction", "ABORT 2026-11-21 15:50:32.797993 UTC"), heap("Transaction", "PREPARE gid g'1: 2026-11-21 15:50:32.798085 UTC"),
                heap("Transaction", "PREPARE gid COMMIT: 2026-11-21 15:50:32.798085 UTC"), heap("Transaction", "COMMIT_PREPARED 729: 2026-11-21 15:50:32.799313 UTC"),
                heap("Transaction", "COMMIT"), heap("Transaction", "INVALIDATION ; inval msgs: catcache 80"), heap("Transaction", "ASSIGNMENT xtop 7: subxacts: 8"));
        assertThat(tally.committed()).isEqualTo(4);
        assertThat(tally.aborted()).isEqualTo(1);
        assertThat(tally.prepared()).isEqualTo(1);
        assertThat(tally.commits()).extracting(Tally.Commit::transaction).containsExactly(724L, 724L, 729L, 724L);
        assertThat(tally.commits().getFirst().at()).isEqualTo(Instant.parse("2026-11-21T15:50:32.782630Z"));
        assertThat(tally.commits().getLast().at()).isEqualTo(Instant.EPOCH);
        assertThat(tally.span()).isEqualTo("2026-11-21T15:50:32.782630Z to 2026-11-21T15:50:33Z");
        assertThat(tally.records()).isEqualTo(9);
    }

    @Test
    void what_was_made_here_is_known_as_that() {
        var tally = of(heap("Storage", "CREATE base/5/16384"), heap("Storage", "CREATE pg_tblspc/16400/PG_15_202209061/5/16401"), heap("Storage", "CREATE global/6244"),
                heap("Storage", "TRUNCATE base/5/99 to 0 blocks flags 7"));
        assertThat(tally.made(T)).isTrue();
        assertThat(tally.made(new Relation(16400, 5, 16401))).isTrue();
        assertThat(tally.made(new Relation(1664, 0, 6244))).isTrue();
        assertThat(tally.made(new Relation(1663, 5, 99))).isFalse();
    }

    @Test
    void what_users_write_is_no_relation_and_strange_lines_are_no_record() {
        var tally = of(heap("LogicalMessage", "transactional, prefix \"rel 1663/5/16384 blk 0\"; payload (1 bytes): 00"), "first record is after 0/3000148, at 0/3000150, skipping over 8 bytes",
                heap("Frobnicate", "NEW_IN_19 rel 1663/5/16384 blk 0"), "", "pg_waldump: error: error in WAL record at 0/1544160: invalid record length at 0/15441D8: wanted 24, got 0");
        assertThat(tally.records()).isEqualTo(2);
        assertThat(tally.relations()).containsOnly(java.util.Map.entry(T, new Tally.Touched(1, 0, 0, 0)));
        assertThat(tally.complaints()).containsExactly("error: error in WAL record at 0/1544160: invalid record length at 0/15441D8: wanted 24, got 0");
    }
}
