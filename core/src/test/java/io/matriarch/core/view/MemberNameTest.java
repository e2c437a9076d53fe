package io.matriarch.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Contract 1.7. A slot that Patroni made for a member is found by this rule, so it must be Patroni's to the letter.
class MemberNameTest {
    @ParameterizedTest
    @CsvSource({"n1,n1", "Node_1,node_1", "node-1.fra.example,node_1_fra_example", "-.,__", "a b,au0032b", "a/b,au0047b", "a@b,au0064b", "ü,u0252", "Ü,u0252", "ß,u0223", "日,u26085", "😀,u128512",
        "a'b\";--,au0039bu0034u0059__", "9,9"})
    void the_slot_of_a_member(String name, String slot) {
        assertThat(new MemberName(name).slotName()).isEqualTo(slot);
    }

    /// PostgreSQL takes 63 bytes, and all of these are bytes; a code may be cut in its middle.
    @ParameterizedTest
    @CsvSource({"62,x,63", "63,x,63", "61,ü,63"})
    void is_cut_at_63_characters(int length, String last, int cut) {
        var slot = new MemberName("A".repeat(length) + last + "yz").slotName();
        assertThat(slot).hasSize(cut).startsWith("a".repeat(length)).matches("[a-z0-9_]+");
    }
}
