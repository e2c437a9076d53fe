package io.matriarch.core.sim;

/// How many of a hundred.
record Share(int percent) {
    double probability() {
        return percent / 100.0;
    }
}
