using System.Net;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Service;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Service;

[TestClass]
public sealed class ReloadRouteTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _limit.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_answer_names_what_changed_and_what_is_wrong()
    {
        var result = new ConfigReload(["numbers.prefixes"], ["http.port"], []);
        await using var http = await StartAsync(_ => Task.FromResult(result));

        (await AskAsync(http)).Should()
            .Be((HttpStatusCode.OK, """{"applied":["numbers.prefixes"],"need_restart":["http.port"],"mistakes":[]}"""));
        result = ConfigReload.None with { Mistakes = ["numbers.x is not known here."] };
        (await AskAsync(http)).Should().Be((HttpStatusCode.Conflict,
            """{"applied":[],"need_restart":[],"mistakes":["numbers.x is not known here."]}"""));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Only_the_admin_may_reload_the_configuration()
    {
        var isAsked = false;
        await using var http = await StartAsync(_ =>
        {
            isAsked = true;
            return Task.FromResult(ConfigReload.None);
        });
        _client.DefaultRequestHeaders.Authorization = null;

        (await AskAsync(http)).Status.Should().Be(HttpStatusCode.Unauthorized);

        isAsked.Should().BeFalse();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Employees_are_read_again_and_a_CRM_that_is_away_holds_up_no_other()
    {
        await using var run = await PastRun.StartAsync(new FakeCelStore());
        run.Portal.Faults.Add(new() { Kind = FaultKind.Error, Methods = ["user.get"] });
        using var log = new RecordedLog();

        await run.ReloadAsync();
        await run.ReloadAsync();

        run.Portal.Requests.Count(request => request.Method == "user.get").Should().BeGreaterThan(1);
        run.Account.Requests.Count(request => request.Path.Contains("/users")).Should().Be(2);
        log.Lines.Should().Contain(line => line.StartsWith("Error The employees of Bitrix24 cannot be read"));
    }

    private Task<ConnectorHttp> StartAsync(Func<CancellationToken, Task<ConfigReload>> reload)
    {
        _client.DefaultRequestHeaders.Authorization = new("Bearer", "the-token");
        var admin = DigestHash.Create(AdminRun.Login, AdminRun.Password);
        return ConnectorHttp.StartAsync(new() { Port = 0 },
            access => access.AddAdmin(admin, TimeProvider.System).AddLocal(new("the-token")), routes =>
                routes.MapReload(reload), _limit.Token);
    }

    private async Task<(HttpStatusCode Status, string Text)> AskAsync(ConnectorHttp http)
    {
        using var answer = await _client.PostAsync(new Uri(http.Address, ReloadRoute.Path), null, _limit.Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(_limit.Token));
    }
}
