using System.Xml;

namespace KerasCompat.Cli.Verification;

/// <summary>JUnit's XML as CI systems read it: a test suite per model, a test case per recorded call; unsupported ones count as skipped.</summary>
/// <param name="output">Where it goes.</param>
internal sealed class JUnitReport(TextWriter output) : IVerifyReport
{
    private readonly List<IReadOnlyList<CaseResult>> _models = [];

    /// <inheritdoc/>
    public void Add(IReadOnlyList<CaseResult> rows)
    {
        if (rows.Count > 0)
        {
            _models.Add(rows);
        }
    }

    /// <inheritdoc/>
    public void Complete(VerifySummary summary)
    {
        using (XmlWriter xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", CheckCharacters = true }))
        {
            xml.WriteStartElement("testsuites");
            Counts(xml, [.. _models.SelectMany(m => m)]);
            foreach (IReadOnlyList<CaseResult> rows in _models)
            {
                Suite(xml, rows);
            }

            xml.WriteEndElement();
        }

        output.Write('\n');
        output.Flush();
    }

    private static void Suite(XmlWriter xml, IReadOnlyList<CaseResult> rows)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Safe(rows[0].Model));
        Counts(xml, rows);
        foreach (CaseResult row in rows)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Safe(row.Model));
            xml.WriteAttributeString("name", Safe(row.Case.Length == 0 ? "(cases)" : $"{row.Signature}: {row.Case}"));
            xml.WriteAttributeString("time", Seconds(row.Milliseconds ?? 0));
            if (row.Status != CaseStatus.Pass)
            {
                xml.WriteStartElement(row.Status switch
                {
                    CaseStatus.Fail => "failure",
                    CaseStatus.Unsupported => "skipped",
                    _ => "error",
                });
                xml.WriteAttributeString("message", Safe(row.Detail));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, IReadOnlyList<CaseResult> rows)
    {
        xml.WriteAttributeString("tests", Show.Invariant(rows.Count));
        xml.WriteAttributeString("failures", Show.Invariant(rows.Count(r => r.Status == CaseStatus.Fail)));
        xml.WriteAttributeString("errors", Show.Invariant(rows.Count(r => r.Status == CaseStatus.Error)));
        xml.WriteAttributeString("skipped", Show.Invariant(rows.Count(r => r.Status == CaseStatus.Unsupported)));
        xml.WriteAttributeString("time", Seconds(rows.Sum(r => r.Milliseconds ?? 0)));
    }

    private static string Seconds(double milliseconds) => Show.Invariant(milliseconds / 1000, "0.000000");

    /// <summary>XML 1.0 has no control characters, not even escaped.</summary>
    private static string Safe(string text) => string.Concat(Show.OneLine(text).Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
