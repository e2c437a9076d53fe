package io.matriarch.dcs;

import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.TxnResponse;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;

/// What the own member key is known to contain, so that it is put only when that changes. Used on the adapter's one thread only.
final class MemberKey {
    private static final Member NOTHING = new Member(new MemberName(""), LeaseId.NONE, Document.EMPTY);
    private Member known = NOTHING;
    private long revision;

    boolean is(DcsWrite.PutMember write, LeaseId lease) {
        return known.name().equals(write.me()) && known.lease().equals(lease) && known.data().says(write.data());
    }

    /// The put that wrote it, as an answer.
    TxnResponse written() {
        return TxnResponse.newBuilder().setSucceeded(true).setHeader(ResponseHeader.newBuilder().setRevision(revision)).build();
    }

    void forget() {
        known = NOTHING;
    }

    Answer<TxnResponse> wrote(DcsWrite.PutMember write, LeaseId lease, Answer<TxnResponse> answer) {
        if (answer instanceof Answer.Given(var response)) {
            known = new Member(write.me(), lease, write.data());
            revision = response.getHeader().getRevision();
        }
        return answer;
    }

    /// Forgets what a later read does not confirm: the key was deleted or written over by somebody.
    void seen(ClusterView cluster) {
        if (cluster.revision() < revision) return;
        var found = cluster.member(known.name());
        if (!found.lease().equals(known.lease()) || !found.data().says(known.data())) forget();
    }
}
