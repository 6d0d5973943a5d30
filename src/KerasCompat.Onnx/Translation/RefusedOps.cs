namespace KerasCompat.Onnx.Translation;

/// <summary>Why ops are not run that no engine of this kind can or should run, for the message that lists them.</summary>
internal static class RefusedOps
{
    private const string Pipeline = "it belongs to an input pipeline, which a model that is called does not have: feed the tensor behind it instead";

    /// <summary>What the names of the ops begin with, and the reason; the first that fits counts.</summary>
    private static readonly (string[] Beginnings, string Reason)[] Reasons =
    [
        (["PyFunc", "EagerPyFunc"], "it calls a Python function, which is not saved with the model: express it in TensorFlow ops and save again"),
        (["Save", "MergeV2Checkpoints", "WriteFile"], "it writes a file: a loaded model does not write any. Read the values from an output and keep them"),
        (["Restore"], "it reads a checkpoint of the old format, or one that is named while the model runs"),
        (["XlaCallModule"], "it holds a program in StableHLO instead of TensorFlow ops: export with native_serialization=False, or as TensorFlow ops"),
        (["XlaRngBitGenerator"], "its random numbers are those of the device that it was compiled for"),
        (["XlaSelectAndScatter"], "it is the gradient of a pool by a function"),
        (["XlaCustomCall"], "it calls code of the compiler that it was made for"),
        (["XlaHostCompute", "XlaSendToHost", "XlaRecvFromHost", "XlaSend", "XlaRecv", "_Xla"], "it talks to a host from a compiled program"),
        (["XlaAllReduce", "XlaReduceScatter", "XlaReplicaId", "Collective", "Nccl", "TPU", "InfeedEnqueue", "InfeedDequeue", "OutfeedEnqueue", "OutfeedDequeue", "CrossReplicaSum", "AllToAll"], "it needs several devices"),
        (["SimpleML"], "it trains a model of TensorFlow Decision Forests, or is one of its first releases': save the model again with a newer one"),
        (["TfLite", "TRTEngineOp"], "it holds a program for another engine: save the model before it was converted"),
        (["Iterator", "OneShotIterator", "AnonymousIterator", "MakeIterator", "MultiDeviceIterator", "TensorSliceDataset", "TensorDataset", "BatchDataset", "MapDataset", "ParallelMapDataset", "RangeDataset", "ShuffleDataset", "RepeatDataset", "PrefetchDataset", "OptionsDataset", "ReduceDataset", "DatasetTo"], Pipeline),
        (["Queue", "FIFOQueue", "PaddingFIFOQueue", "RandomShuffleQueue", "PriorityQueue", "FakeQueue", "Barrier", "Stage", "Unstage", "MapStage", "MapUnstage", "OrderedMapStage", "RecordInput"], Pipeline),
        (["ReaderRead", "ReaderNum", "ReaderReset", "ReaderSerializeState", "ReaderRestoreState", "TextLineReader", "TFRecordReader", "WholeFileReader", "FixedLengthRecordReader", "IdentityReader", "MatchingFiles"], Pipeline),
        (["ResourceAccumulator", "ConditionalAccumulator", "SparseConditionalAccumulator", "AccumulatorApplyGradient", "AccumulatorTakeGradient"], "it gathers the gradients of several workers"),
        (["RemoteCall", "RemoteFusedGraphExecute", "_Send", "_Recv", "_HostSend", "_HostRecv", "Rpc", "TryRpc"], "it talks to another process"),
    ];

    /// <summary>The reason; null for an op that is merely not known.</summary>
    public static string? Reason(string op) =>
        Array.Find(Reasons, entry => Array.Exists(entry.Beginnings, beginning => op.StartsWith(beginning, StringComparison.Ordinal))).Reason;
}
