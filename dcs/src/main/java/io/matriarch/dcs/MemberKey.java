package io.matriarch.dcs;

import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.TxnResponse;
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

    boolean is(MemberName name, Document data, LeaseId lease) {
        return known.name().equals(name) && known.lease().equals(lease) && known.data().says(data);
    }

    /// The put that wrote it, as an answer.
    TxnResponse written() {
        return TxnResponse.newBuilder().setSucceeded(true).setHeader(ResponseHeader.newBuilder().setRevision(revision)).build();
    }

    void forget() {
        known = NOTHING;
    }

    void wrote(MemberName name, Document data, LeaseId lease, long at) {
        known = new Member(name, lease, data);
        revision = at;
    }

    /// Forgets what a later read does not confirm: the key was deleted or written over by somebody.
    void seen(ClusterView cluster) {
        if (cluster.revision() < revision) return;
        var found = cluster.member(known.name());
        if (!found.lease().equals(known.lease()) || !found.data().says(known.data())) forget();
    }
}
