namespace KerasCompat.CodeFixes;

/// <summary>Writes attributes of KerasCompat.</summary>
internal static class KerasAttributeList
{
    /// <summary>A list of one attribute, in its full name.</summary>
    /// <param name="attribute">The attribute without its namespace: <c>KerasName("key")</c>.</param>
    public static AttributeListSyntax Of(string attribute) =>
        SyntaxFactory.ParseCompilationUnit($"[global::KerasCompat.{attribute}]class C;").Members[0].AttributeLists[0];
}
