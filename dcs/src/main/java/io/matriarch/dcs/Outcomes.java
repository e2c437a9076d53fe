package io.matriarch.dcs;

import io.etcd.jetcd.api.TxnResponse;
import io.matriarch.core.port.WriteOutcome;

/// What a transaction's answer means for the one who asked for the write.
final class Outcomes {
    private Outcomes() {}

    /// Refused only where it is certain; everything else is unknown.
    static WriteOutcome of(Answer<TxnResponse> answer) {
        return switch (answer) {
            case Answer.Given(var response) when response.getSucceeded() -> new WriteOutcome.Done(response.getHeader().getRevision());
            case Answer.Given(var response) -> new WriteOutcome.Refused(guardFailed(response));
            case Answer.LeaseGone<TxnResponse> gone -> new WriteOutcome.Refused(gone.why());
            case Answer.Rejected(var reason) -> new WriteOutcome.Refused(reason);
            case Answer.TokenRefused<TxnResponse> _, Answer.NotSent<TxnResponse> _, Answer.NoAnswer<TxnResponse> _ -> new WriteOutcome.Unknown(answer.why());
        };
    }

    /// A transaction about the lock reads the leader key when its guard fails.
    static String guardFailed(TxnResponse response) {
        if (response.getResponsesCount() == 0) return "the key changed meanwhile";
        var found = response.getResponses(0).getResponseRange();
        if (found.getKvsCount() == 0) return "there is no leader key (any more)";
        var leader = found.getKvs(0);
        return "leader key: %s since revision %d, on lease %x".formatted(leader.getValue().toStringUtf8(), leader.getCreateRevision(), leader.getLease());
    }
}
