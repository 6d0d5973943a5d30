using KerasCompat.Onnx.Protos;
using Microsoft.ML.OnnxRuntime;

namespace KerasCompat.Cli.Conversion;

/// <summary>Writes an ONNX file, and a file of weights beside it where asked: under temporary names, checked, then renamed.</summary>
internal static class OnnxFile
{
    /// <summary>Writes the files.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weightsFolder">Where its weights lie; null where the graph holds all of them.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="request">How.</param>
    /// <param name="copied">Told the bytes of every tensor.</param>
    /// <exception cref="UsageException">A file is there already, or the model is too large for one file.</exception>
    /// <exception cref="KerasCompatException">ONNX Runtime does not accept what was written.</exception>
    public static void Write(ModelProto model, string? weightsFolder, string path, OnnxFileRequest request, Action<long> copied)
    {
        string target = Path.GetFullPath(path);
        string data = target + ".data";
        RequireFree(path, target, data, request);
        if (!request.ExternalData && ExternalWeights.Size(model) > ExternalWeights.LargestInside)
        {
            throw new UsageException(path, "would be larger than the 2 GB that an ONNX file can be", "Give --external-data.");
        }

        string folder = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        Directory.CreateDirectory(folder);
        try
        {
            string temporary = Path.Combine(folder, Path.GetFileName(target));
            string temporaryData = Path.Combine(folder, Path.GetFileName(data));
            if (request.ExternalData)
            {
                ExternalWeights.MoveTo(model, weightsFolder, temporaryData, copied);
            }
            else if (weightsFolder is not null)
            {
                ExternalWeights.MoveInside(model, weightsFolder, copied);
            }

            using (FileStream file = File.Create(temporary))
            {
                model.WriteTo(file);
            }

            Check(path, temporary);
            if (request.ExternalData && new FileInfo(temporaryData).Length > 0)
            {
                File.Move(temporaryData, data, request.Overwrite);
            }

            File.Move(temporary, target, request.Overwrite);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void RequireFree(string path, string target, string data, OnnxFileRequest request)
    {
        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
        {
            throw new UsageException(folder, "does not exist", "Make the folder first.");
        }

        if (Directory.Exists(target))
        {
            throw new UsageException(path, "is a folder", "Name a file.");
        }

        string? taken = new[] { target, request.ExternalData ? data : target }.FirstOrDefault(File.Exists);
        if (taken is not null && !request.Overwrite)
        {
            throw new UsageException(taken, "exists already", "Choose another name or give --force.");
        }
    }

    private static void Check(string path, string file)
    {
        try
        {
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            using var session = new InferenceSession(file, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new KerasCompatException($"{path}: ONNX Runtime refuses the converted graph, so it was not written: {error.Message}", error);
        }
    }
}

/// <summary>How an ONNX file is to be written.</summary>
/// <param name="ExternalData">Whether weights go into a file beside it.</param>
/// <param name="Overwrite">Whether files that are there may be replaced.</param>
internal readonly record struct OnnxFileRequest(bool ExternalData, bool Overwrite);
