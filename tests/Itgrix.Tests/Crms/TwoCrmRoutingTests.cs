using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms;

/// <summary>Where a call goes when two CRMs are asked.</summary>
[TestClass]
public sealed class TwoCrmRoutingTests
{
    private readonly RoutingRun _run = new();

    public TwoCrmRoutingTests() => _run.Crms = [_run.Kommo, _run.Bitrix24];

    [TestCleanup]
    public void Clean() => _run.Dispose();

    [TestMethod]
    [DataRow("bitrix24", "101")]
    [DataRow("kommo", "102")]
    public async Task Of_two_CRMs_that_know_the_client_the_configured_one_is_used(string id, string number)
    {
        var first = HookCatalog.FindCrm(id)!;
        _run.Options = _run.Options with { Crm = first };
        KnownToBoth();

        (await _run.AskAsync()).Number.Should().Be(number);
    }

    [TestMethod]
    public async Task A_client_that_only_the_second_CRM_knows_is_used()
    {
        _run.Kommo.Know(RoutingRun.Client, "Kommo's", "102");
        _run.Hook("'number' => '200'", Crm.Bitrix24);

        (await _run.AskAsync()).Should().Be(new RoutingSettings("102", "Kommo's"));
        _run.Given(Crm.Bitrix24).Should().BeNull("the first does not know the client");
    }

    [TestMethod]
    public async Task When_the_first_CRM_fails_the_second_is_used()
    {
        KnownToBoth();
        _run.Bitrix24.Fail("no connection");

        (await _run.AskAsync()).Number.Should().Be("102");
    }

    [TestMethod]
    public async Task The_second_CRM_is_not_waited_for_when_the_first_knows_the_client()
    {
        KnownToBoth();
        _run.Time = new ManualTime();
        _run.Kommo.Hang();

        (await _run.AskAsync()).Number.Should().Be("101");
        _run.Kommo.WasGivenUp.Should().BeTrue();
    }

    [TestMethod]
    public async Task Both_CRMs_are_asked_in_parallel()
    {
        KnownToBoth();
        var both = new TaskCompletionSource();
        _run.Kommo.Before = _ =>
        {
            both.SetResult();
            return Task.CompletedTask;
        };
        _run.Bitrix24.Before = token => both.Task.WaitAsync(token);

        (await _run.AskAsync()).Number.Should().Be("101", "the first got its answer only once the second was asked");
    }

    [TestMethod]
    public async Task A_CRM_without_routing_functions_is_not_asked()
    {
        KnownToBoth();
        _run.Bitrix24.Distribution = new(ToResponsible: false, ShowsName: false);

        (await _run.AskAsync()).Number.Should().Be("102");
        _run.Bitrix24.Asked.Should().BeEmpty();
    }

    [TestMethod]
    public async Task An_unknown_caller_runs_the_hook_of_each_CRM()
    {
        _run.Hook("'number' => ''", Crm.Bitrix24);
        _run.Hook("'number' => '200', 'name' => 'On duty'", Crm.Kommo);

        (await _run.AskAsync()).Should().Be(new RoutingSettings("200", "On duty"));
        _run.Given(Crm.Bitrix24).Should().NotBeNull();
    }

    [TestMethod]
    public async Task Two_unreachable_CRMs_yield_an_empty_answer()
    {
        _run.Bitrix24.Fail("down");
        _run.Kommo.Fail("down too");

        (await _run.AskAsync()).Should().Be(RoutingSettings.None);
    }

    private void KnownToBoth()
    {
        _run.Bitrix24.Know(RoutingRun.Client, "In Bitrix24", "101");
        _run.Kommo.Know(RoutingRun.Client, "In Kommo", "102");
    }
}
