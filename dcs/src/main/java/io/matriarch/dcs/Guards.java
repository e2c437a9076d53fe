package io.matriarch.dcs;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.matriarch.core.view.LeaseId;

/// The words that transactions are made of.
final class Guards {
    /// `Compare.CompareTarget.LEASE` and `Compare.lease` of etcd's rpc.proto (since 3.3). jetcd's copy of the file ends before them,
    /// so they are written by number.
    private static final int LEASE_TARGET = 4;
    private static final int LEASE_FIELD = 8;

    private Guards() {}

    /// The key does not exist.
    static Compare absent(ByteString key) {
        return createdAt(key, 0);
    }

    static Compare createdAt(ByteString key, long revision) {
        return equal(key, Compare.CompareTarget.CREATE).setCreateRevision(revision).build();
    }

    static Compare modifiedAt(ByteString key, long revision) {
        return equal(key, Compare.CompareTarget.MOD).setModRevision(revision).build();
    }

    /// The key exists with this value.
    static Compare valued(ByteString key, ByteString value) {
        return equal(key, Compare.CompareTarget.VALUE).setValue(value).build();
    }

    /// The key exists with a value that is before this one, byte by byte.
    static Compare before(ByteString key, ByteString value) {
        return valued(key, value).toBuilder().setResult(Compare.CompareResult.LESS).build();
    }

    /// The key hangs on this lease. A missing key hangs on lease 0.
    static Compare leased(ByteString key, LeaseId lease) {
        var field = UnknownFieldSet.Field.newBuilder().addVarint(lease.id()).build();
        return Compare.newBuilder().setResult(Compare.CompareResult.EQUAL).setKey(key).setTargetValue(LEASE_TARGET)
                .setUnknownFields(UnknownFieldSet.newBuilder().addField(LEASE_FIELD, field).build()).build();
    }

    static RequestOp put(ByteString key, ByteString value) {
        return put(key, value, LeaseId.NONE);
    }

    static RequestOp put(ByteString key, ByteString value, LeaseId lease) {
        return RequestOp.newBuilder().setRequestPut(PutRequest.newBuilder().setKey(key).setValue(value).setLease(lease.id())).build();
    }

    static RequestOp delete(ByteString key) {
        return RequestOp.newBuilder().setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(key)).build();
    }

    static RequestOp get(ByteString key) {
        return RequestOp.newBuilder().setRequestRange(RangeRequest.newBuilder().setKey(key)).build();
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static Compare.Builder equal(ByteString key, Compare.CompareTarget target) {
        return Compare.newBuilder().setResult(Compare.CompareResult.EQUAL).setKey(key).setTarget(target);
    }
}
