using System.Runtime.ExceptionServices;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Ops;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Tests.Translation;

/// <summary>A mistake of the translator is told as one: neither as an op that is not supported nor as a model that is damaged.</summary>
public sealed class TranslationFailureTests
{
    [Fact]
    public void What_a_mapping_throws_without_meaning_to_is_kept_as_its_defect()
    {
        var entry = new TfOpEntry("Broken", "Test", "", _ => throw new KeyNotFoundException("no such key"));
        var node = new TfNode("n", "Broken", new NodeAttributes(new Dictionary<string, SavedModel.Protos.AttrValue>(), null));
        var emitter = new SegmentEmitter(null!, (_, _) => null!);

        OpRefusedException refused = Assert.Throws<OpRefusedException>(() => SegmentEmitter.Emit(entry, new OpContext(emitter, emitter.Scope, node)));

        Assert.IsType<KeyNotFoundException>(refused.Defect);
        Assert.Contains("KeyNotFoundException: no such key. This is a defect of KerasCompat", refused.Message, StringComparison.Ordinal);
        Assert.Same(refused.Defect, refused.InBody(node).Defect);
    }

    [Fact]
    public void A_refusal_that_a_mapping_means_is_no_defect()
    {
        var entry = new TfOpEntry("Refusing", "Test", "", op => throw op.Refuse("no ONNX form"));
        var node = new TfNode("n", "Refusing", new NodeAttributes(new Dictionary<string, SavedModel.Protos.AttrValue>(), null));
        var emitter = new SegmentEmitter(null!, (_, _) => null!);

        OpRefusedException refused = Assert.Throws<OpRefusedException>(() => SegmentEmitter.Emit(entry, new OpContext(emitter, emitter.Scope, node)));

        Assert.Null(refused.Defect);
        Assert.Equal("no ONNX form", refused.Message);
    }

    [Fact]
    public void Callers_see_a_failure_of_the_translator_as_what_it_is()
    {
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, 2).Node("y", "NoSuchOp", ["x"]);

        TranslationFailedException failure = Assert.Throws<TranslationFailedException>(() => graph.Translate(new FailingCatalog(), "y"));

        Assert.IsType<KeyNotFoundException>(failure.InnerException);
        Assert.Contains("signature 'test'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("please report it at https://", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_mapping_fails_on_a_model_that_TensorFlow_wrote()
    {
        var defects = new List<Exception>();
        int thread = Environment.CurrentManagedThreadId;
        void Note(object? sender, FirstChanceExceptionEventArgs args)
        {
            // Tests that damage graphs run at the same time, on other threads.
            if (Environment.CurrentManagedThreadId == thread && args.Exception is OpRefusedException { Defect: { } defect })
            {
                defects.Add(defect);
            }
        }

        AppDomain.CurrentDomain.FirstChanceException += Note;
        try
        {
            foreach (string model in RecordedModel.All)
            {
                using var recorded = new RecordedModel(model);
                recorded.TranslateAll();
            }
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Note;
        }

        Assert.Empty(defects);
    }

    private sealed class FailingCatalog : IKernelCatalog
    {
        public bool CanRun(TfNode node) => throw new KeyNotFoundException("beyond the end");
    }
}
