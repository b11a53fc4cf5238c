using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>Calls as PBXs in the field have them, in <c>field</c>: other channels, dialplans and programs.</summary>
[TestClass]
public sealed class FieldCallTests
{
    internal static readonly string Folder = ProjectFolder.Of("tests", "Itgrix.Tests", "Telephony", "Tracking",
        "field");

    public TestContext TestContext { get; set; } = null!;

    public static IEnumerable<object[]> Names =>
        Directory.EnumerateFiles(Folder, "*.csv").Order().Select(file =>
            new object[] { Path.GetFileNameWithoutExtension(file) });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task A_call_of_the_field_is_read_as_expected(string name)
    {
        var expected = await File.ReadAllLinesAsync(Path.Combine(Folder, $"{name}.expected"),
            TestContext.CancellationToken);

        CallOutline.Of(await EventsAsync(name,
            TestContext.CancellationToken)).Should().Equal(expected.Where(line => line.Length > 0));
    }

    internal static async Task<IReadOnlyList<PbxEvent>> EventsAsync(string name, CancellationToken token) =>
        await RecordedEvents.ReadAsync(Path.Combine(Folder, $"{name}.csv"), CelColumns.Sample, TimeZoneInfo.Utc, token)
            .ToListAsync(token);
}
