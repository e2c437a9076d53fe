package io.matriarch.core.ha.promise;

import java.util.Arrays;

/// A state of the model: the standbys, and what etcd and the leaders are at. Standbys that are candidates of nothing are kept in order, so that states
/// which differ in their names only are one.
///
/// `key` is the term that the leader key is of. `second` is what the second leader (standby 0) is: 0 nothing, 1 a candidate, 2 promoted, 3 open to
/// clients, 4 a standby again. `fork` is how many records of the first term it had when it was promoted. `third` is the same of the third term's leader, 0
/// to 2, with its position when it was promoted.
@SuppressWarnings("ArrayRecordComponent") // equality is written below, and nobody changes the array
record Cluster(int bits, int[] standbys) {
    static Cluster of(int key, int second, int fork, int third, int thirdAt, int[] standbys) {
        return new Cluster(key | second << 2 | fork << 5 | third << 7 | thirdAt << 9, standbys);
    }

    int key() {
        return bits & 3;
    }

    int second() {
        return bits >> 2 & 7;
    }

    int fork() {
        return bits >> 5 & 3;
    }

    int third() {
        return bits >> 7 & 3;
    }

    int thirdAt() {
        return bits >> 9 & 7;
    }

    Standby standby(int index) {
        return Standby.of(standbys[index]);
    }

    boolean secondRuns() {
        return second() == 2 || second() == 3;
    }

    Cluster with(int index, Standby changed, int named) {
        var copy = standbys.clone();
        copy[index] = changed.bits();
        Arrays.sort(copy, Math.min(named, copy.length), copy.length);
        return new Cluster(bits, copy);
    }

    Cluster taken(int term) {
        return term == 2 ? of(2, 1, 0, 0, 0, standbys) : of(3, second(), fork(), 1, 0, standbys);
    }

    Cluster secondIs(int what, int forkedAt) {
        return of(key(), what, forkedAt, third(), thirdAt(), standbys);
    }

    Cluster thirdLeads(int position) {
        return of(key(), second(), fork(), 2, position, standbys);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cluster(var otherBits, var otherStandbys) && bits == otherBits && Arrays.equals(standbys, otherStandbys);
    }

    @Override
    public int hashCode() {
        var hash = bits * 0x9E3779B1;
        for (var standby : standbys) hash = Integer.rotateLeft((hash ^ standby) * 0x85EBCA6B, 13);
        return hash ^ hash >>> 15;
    }

    @Override
    public String toString() {
        var text = new StringBuilder("key of term " + key() + ", second " + second() + " fork " + fork() + ", third " + third() + " at " + thirdAt());
        for (var i = 0; i < standbys.length; i++) text.append("\n      ").append(standby(i));
        return text.toString();
    }
}
