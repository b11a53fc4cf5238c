using System.Text.Encodings.Web;
using Itgrix.Runtime.Platform.Doctor;

namespace Itgrix.Runtime.Cli;

/// <summary>For scripts: one object with all findings.</summary>
internal sealed class DoctorJson : IDoctorOutput
{
    private static readonly JsonSerializerOptions Indented = new()
        { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonArray _findings = [];

    public FindingLevel Worst { get; private set; }

    public void Add(string area, Finding finding)
    {
        Worst = finding.Level > Worst ? finding.Level : Worst;
        _findings.Add(new JsonObject
        {
            ["area"] = area,
            ["level"] = NameOf(finding.Level),
            ["text"] = OwnCommand.In(finding.Text),
            ["fix"] = finding.Fix is { } fix ? OwnCommand.In(fix) : null,
        });
    }

    public void End() => Console.Out.WriteLine(
        new JsonObject { ["level"] = NameOf(Worst), ["findings"] = _findings }.ToJsonString(Indented));

    private static string NameOf(FindingLevel level) => $"{level}".ToLowerInvariant();
}
