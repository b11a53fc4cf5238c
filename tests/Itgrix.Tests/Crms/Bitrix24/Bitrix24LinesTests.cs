using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

[TestClass]
public sealed class Bitrix24LinesTests
{
    private static readonly Dictionary<string, string> Lines =
        new() { ["74951234567"] = "Office", ["trunk-b"] = "Other" };

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Lead", "Y"), DataRow("Contact", "Y"), DataRow("Nothing", "N")]
    public async Task Missing_lines_are_added_as_configured(string outgoing, string creates)
    {
        await using var portal = await StartAsync(Enum.Parse<ClientKind>(outgoing));

        (await RegisterAsync(portal)).Should().BeTrue();

        Shown(portal).Should().Equal($"74951234567 Office {creates}", $"trunk-b Other {creates}");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_second_update_of_lines_changes_nothing()
    {
        await using var portal = await StartAsync();
        await RegisterAsync(portal);
        var before = portal.Sandbox.Requests.Count;

        (await RegisterAsync(portal)).Should().BeTrue();

        portal.Sandbox.Requests.Skip(before)
            .Should().ContainSingle().Which.Method.Should().Be("telephony.externalline.get");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_renamed_line_is_updated_and_others_stay()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync(
            "telephony.externalLine.add", """{"NUMBER": "74951234567", "NAME": "Old", "CRM_AUTO_CREATE": "N"}""");
        await portal.CallAsync("telephony.externalLine.add", """{"NUMBER": "5", "NAME": "Somebody else's"}""");

        (await RegisterAsync(portal)).Should().BeTrue();

        Shown(portal).Should().Equal("74951234567 Office Y", "5 Somebody else's Y", "trunk-b Other Y");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_line_that_exists_with_a_plus_is_the_same_line()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync("telephony.externalLine.add", """{"NUMBER": "+74951234567", "NAME": "Old"}""");

        (await RegisterAsync(portal)).Should().BeTrue();

        Shown(portal).Should().Equal("+74951234567 Office Y", "trunk-b Other Y");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_line_that_fails_stops_no_other_line_and_is_retried()
    {
        await using var portal = await StartAsync();
        portal.Sandbox.Faults.Add(
            new() { Kind = FaultKind.Outage, Methods = ["telephony.externalline.add"], Times = 1 });
        using var log = new RecordedLog();

        (await RegisterAsync(portal)).Should().BeFalse();

        Shown(portal).Should().Equal("trunk-b Other Y");
        log.Lines.Should()
            .ContainSingle(line => line.StartsWith("Warn The external line 74951234567: not updated in Bitrix24"));
        (await RegisterAsync(portal)).Should().BeTrue();
        Shown(portal).Should().HaveCount(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Lines_that_cannot_be_read_are_logged()
    {
        await using var portal = await TestPortal.StartAsync(
            isWebhook: true, change: options => options with { Calls = new() { Lines = Lines } });
        using var log = new RecordedLog();

        (await RegisterAsync(portal)).Should().BeFalse();

        log.Lines.Should()
            .ContainSingle(line => line.StartsWith("Warn ") && line.Contains("only an application may do that"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Lines_added_to_the_settings_are_registered_and_known_lines_are_not_queried_again()
    {
        await using var portal = await StartAsync();
        using var hooks = new HookRunner(new() { Folders = [new("/nowhere", null)] }, []);
        using var folder = new TemporaryFolder();
        var options = portal.Options with { OAuth = portal.Options.OAuth! with { Tokens = folder.File("tokens") } };
        var settings = options.Calls;
        await using var account = new Bitrix24Portal(
            options, new(TimeZoneInfo.Utc, () => NumberPlan.Default, hooks, TimeProvider.System), () => settings);
        await account.RefreshAsync(portal.Token);

        settings = settings with { Lines = new Dictionary<string, string>(Lines) { ["12025550101"] = "New" } };
        await account.RefreshAsync(portal.Token);
        await account.RefreshAsync(portal.Token);

        Shown(portal).Should().HaveCount(3).And.Contain("12025550101 New Y");
        portal.Sandbox.Requests.Count(request =>
            request.Method.Equals("telephony.externalLine.get", StringComparison.OrdinalIgnoreCase)).Should().Be(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_configured_lines_the_portal_gets_no_request()
    {
        await using var portal = await TestPortal.StartAsync();

        (await RegisterAsync(portal)).Should().BeTrue();

        portal.Sandbox.Requests.Should().BeEmpty();
    }

    private static Task<TestPortal> StartAsync(ClientKind outgoing = ClientKind.Lead) => TestPortal.StartAsync(
        change: options => options with { Calls = new() { Lines = Lines, Create = new(ClientKind.Lead, outgoing) } });

    private static Task<bool> RegisterAsync(TestPortal portal) =>
        new Bitrix24Lines(portal.Client, portal.Options.Calls).RegisterAsync(portal.Token);

    private static IEnumerable<string> Shown(TestPortal portal) => portal.Sandbox.Table("line")
        .Select(line => $"{line!["NUMBER"]} {line["NAME"]} {line["CRM_AUTO_CREATE"]}");
}
