package io.matriarch.core.view;

import java.time.Duration;
import java.util.List;

/// How often something may happen within `span` before it is too often. A count of zero is no budget at all: nothing is too often.
public record Budget(int count, Duration span) {
    public boolean spent(List<Moment> happened, Moment now) {
        return count > 0 && happened.stream().filter(at -> at.until(now).compareTo(span) < 0).count() >= count;
    }
}
