package io.matriarch.agent.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was written, with its place. Nothing is interpreted yet: a scalar stays text until the key it stands under says what it should be.
sealed interface Tree {
    Mapping EMPTY = new Mapping(Map.of(), Place.NOWHERE);

    Place place();

    /// What YAML 1.1 would take an unquoted scalar for. Quoted ones are always text.
    enum Form { TEXT, NUMBER, TRUTH, NOTHING }

    record Scalar(String text, Form form, Place place) implements Tree {
        boolean missing() {
            return form == Form.NOTHING;
        }

        /// Any scalar may be a password.
        @Override
        public String toString() {
            return "a value";
        }
    }

    record Sequence(List<Tree> items, Place place) implements Tree {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return "a list";
        }
    }

    record Mapping(Map<String, Tree> entries, Place place) implements Tree {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String toString() {
            return "a map";
        }
    }
}
