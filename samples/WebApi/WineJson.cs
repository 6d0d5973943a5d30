using System.Text.Json.Serialization;

namespace WebApi;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Wine))]
[JsonSerializable(typeof(Cultivar))]
internal sealed partial class WineJson : JsonSerializerContext;
