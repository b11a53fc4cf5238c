using System.Net;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>Allowing the integration in the account connects it to the running service.</summary>
[TestClass]
public sealed class KommoConnectionTests
{
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_link_connects_once_and_sends_what_waited()
    {
        await using var run = await ConnectRun.StartAsync(isKommo: true);
        await run.HealthAsync("not_connected");
        await run.Service.LoggedAsync("Kommo is awaited: its calls are kept");
        await run.CallAsync();
        await run.Service.LoggedAsync("waits");
        var link = await run.LinkAsync("kommo");

        var first = await run.GetAsync(run.Account.Allow(link));
        var second = await run.GetAsync(run.Account.Allow(link));

        (first.Status, second.Status).Should().Be((HttpStatusCode.OK, HttpStatusCode.Forbidden));
        second.Text.Should().Contain("does not come from a link of the service");
        await Eventually.TrueAsync(() => run.Account.Table("calls").Count == 1, () => run.Service.Log);
        await run.HealthAsync("ok");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_button_of_the_integration_connects_an_account_that_is_not_connected()
    {
        await using var run = await ConnectRun.StartAsync(isKommo: true);

        var first = await run.GetAsync(run.Account.Install());
        await run.HealthAsync("ok");
        var again = await run.GetAsync(run.Account.Install());

        (first.Status, again.Status).Should().Be((HttpStatusCode.OK, HttpStatusCode.Forbidden));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task What_does_not_come_from_the_account_or_its_integration_is_refused()
    {
        await using var run = await ConnectRun.StartAsync(isKommo: true);
        var right = run.Account.Allow(await run.LinkAsync("kommo")).AbsoluteUri;
        var account = Uri.EscapeDataString(run.Account.Address.Authority);

        var foreign = await run.GetAsync(new(right.Replace(account, "evil.kommo.com")));
        var other = await run.GetAsync(new(right.Replace(run.Account.Settings.ClientId, "another")));
        var denied = await run.GetAsync(new($"{run.Account.Settings.RedirectUri}?error=access_denied"));
        var nothing = await run.GetAsync(new(run.Account.Settings.RedirectUri));

        foreign.Text.Should().Contain("It comes from the account evil.kommo.com, and kommo.account is");
        other.Text.Should().Contain("another integration");
        denied.Text.Should().Contain("Kommo says access_denied");
        new[] { foreign, other, denied, nothing }.Should()
            .OnlyContain(answer => answer.Status == HttpStatusCode.Forbidden);
        run.Account.Counters.TokensIssued.Should().Be(0);
        // None of them used the link.
        (await run.GetAsync(new(right))).Status.Should().Be(HttpStatusCode.OK);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Where_the_browser_cannot_reach_the_service_its_address_is_enough()
    {
        await using var run = await ConnectRun.StartAsync(isKommo: true);
        var shown = run.Account.Allow(await run.LinkAsync("kommo"));

        var state = await run.AskAsync("kommo", shown.AbsoluteUri);
        var again = await run.AskAsync("kommo", shown.AbsoluteUri);

        ((bool)state["connected"]!).Should().BeTrue($"{state}");
        $"{again["error"]}".Should().Be("not_connected");
    }
}
