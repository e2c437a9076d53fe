package io.matriarch.core.view;

import java.util.List;

/// The `failsafe` key: whom a leader has to ask while etcd is dark, as their api_urls by their names. `modRevision` is the key's, 0 when there is none.
public record Failsafe(Document members, long modRevision) {
    public static final Failsafe NONE = new Failsafe(Document.EMPTY, 0);

    /// While it is, whoever is not in it may not lead: somebody may go on as primary by the word of those who are.
    public boolean inForce() {
        return !members.fields().isEmpty();
    }

    public boolean lists(MemberName name) {
        return members.has(name.value());
    }

    /// Whom `me` would have to ask, and where.
    public List<Member> others(MemberName me) {
        return members.fields().keySet().stream().filter(name -> !name.equals(me.value()))
                .map(name -> new Member(new MemberName(name), LeaseId.NONE, Document.EMPTY.with("api_url", members.text(name, "")))).toList();
    }
}
