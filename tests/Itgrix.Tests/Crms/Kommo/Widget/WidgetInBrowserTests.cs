using System.Collections.Concurrent;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Tests.Support;
using Microsoft.Playwright;

namespace Itgrix.Tests.Crms.Kommo.Widget;

/// <summary>The widget as people meet it: in a browser, on a page of the account, with the service behind it.</summary>
[TestClass]
public sealed partial class WidgetInBrowserTests
{
    private const int Limit = 2 * TestTimeout.Milliseconds;

    private const string SettingsPassword = ".itgrix-settings-password";

    private static AccountPage _site = null!;
    private static Browser _browser = null!;

    private readonly ConcurrentQueue<string> _seen = [];
    private WidgetRun _run = null!;
    private IBrowserContext _person = null!;
    private IPage _page = null!;

    public TestContext TestContext { get; set; } = null!;

    private string Server => $"https://pbx.example.com:{_run.Http.Address.Port}";

    [ClassInitialize]
    public static async Task OpenAsync(TestContext _)
    {
        _site = await AccountPage.StartAsync(WidgetRun.Certificate);
        var sites = new Dictionary<string, int> { ["example.kommo.com"] = _site.Http.Address.Port };
        _browser = await Browser.StartAsync(sites, WidgetRun.Certificate);
    }

    [ClassCleanup]
    public static async Task CloseAsync()
    {
        await _browser.DisposeAsync();
        await _site.DisposeAsync();
    }

    [TestCleanup]
    public async Task CleanAsync()
    {
        if (TestContext.CurrentTestOutcome != UnitTestOutcome.Passed && _page is not null)
        {
            var picture = Path.Combine(TestContext.TestRunResultsDirectory!, $"{TestContext.TestName}.png");
            await _page.ScreenshotAsync(new() { Path = picture });
            TestContext.AddResultFile(picture);
        }
        if (_person is not null)
            await _person.DisposeAsync();
        if (_run is not null)
            await _run.DisposeAsync();
    }

    [TestMethod, Timeout(Limit)]
    public async Task Settings_that_were_filled_in_are_saved_and_stay_so()
    {
        await StartAsync();

        await SaveAsync();

        (await ToldAsync("message")).Should().Be("Itgrix The service took the settings.");
        await Assertions.Expect(_page.Locator("#installed")).ToHaveTextAsync("installed");
        (await StatusAsync()).Should().Be("installed");
        var current = _run.Settings.Current;
        current.Users.Should().BeEquivalentTo(new Dictionary<string, long> { ["101"] = 504141, ["102"] = 504142 });
        current.TaskOnMissed.Incoming.Should().BeTrue("it was switched on");
        current.Create.Incoming.Should().Be(Itgrix.Runtime.Crms.Kommo.KommoClientKind.Contact, "it is on at first");
        current.Distribution.ToResponsible.Should().BeFalse();

        await LoadAsync();
        await _page.ClickAsync("#open");
        (await _page.IsCheckedAsync(".itgrix-task_on_missed")).Should().BeTrue();
        (await _page.IsCheckedAsync(".itgrix-caller_name")).Should().BeFalse();
        (await _page.InputValueAsync(SettingsPassword)).Should().BeEmpty("the CRM does not keep it");
        await _page.UncheckAsync(".itgrix-task_on_missed");
        await _page.FillAsync(SettingsPassword, WidgetRun.SettingsPassword);
        await _page.ClickAsync(".js-widget-save");
        await ToldAsync("message");
        _run.Settings.Current.TaskOnMissed.Incoming.Should().BeFalse("it was switched off");
    }

    [TestMethod, Timeout(Limit)]
    public async Task The_settings_password_is_nowhere_that_a_users_browser_sees()
    {
        await StartAsync();
        await SaveAsync();
        await ToldAsync("message");

        (await _page.InputValueAsync(SettingsPassword)).Should().BeEmpty();
        var kept = await _page.EvaluateAsync<string>("JSON.stringify(localStorage)");
        kept.Should().Contain(WidgetRun.Password).And.NotContain(WidgetRun.SettingsPassword);
        await ClickPhoneAsync();
        await ToldAsync("message");
        _run.Originates.Should().ContainSingle("calls need the other password only");
    }

    [TestMethod, Timeout(Limit)]
    public async Task Without_the_settings_password_nothing_is_sent_nor_installed()
    {
        await StartAsync();

        await SaveAsync(settingsPassword: "");

        (await ToldAsync("error")).Should().StartWith("Itgrix Type the settings password");
        await Assertions.Expect(_page.Locator("#installed")).ToHaveTextAsync("not installed");
        _seen.Should().NotContain(line => line.Contains("/kommo/widget/"));
    }

    [TestMethod, Timeout(Limit)]
    public async Task With_the_password_of_calls_in_its_place_no_settings_are_taken()
    {
        await StartAsync();

        await SaveAsync(settingsPassword: WidgetRun.Password);

        (await ToldAsync("error")).Should().Be("Itgrix Login or settings password is wrong.");
        _run.Settings.Saved.Should().BeNull();
    }

    [TestMethod, Timeout(Limit)]
    public async Task A_service_without_a_settings_password_says_what_to_configure()
    {
        await StartAsync(takesSettings: false);

        await SaveAsync();

        (await ToldAsync("error")).Should().StartWith("Itgrix The service takes no settings: ")
            .And.Contain("kommo.widget.settings_password_hash");
        await Assertions.Expect(_page.Locator("#installed")).ToHaveTextAsync("not installed");
    }

    [TestMethod, Timeout(Limit)]
    public async Task A_wrong_password_for_calls_is_told_and_nothing_is_installed()
    {
        await StartAsync();

        await SaveAsync(password: "mistyped");

        (await ToldAsync("error")).Should().StartWith("Itgrix The password for calls is wrong: ");
        await Assertions.Expect(_page.Locator("#installed")).ToHaveTextAsync("not installed");
        _run.Settings.Saved.Should().BeNull();
    }

    [TestMethod, Timeout(Limit)]
    public async Task A_click_on_a_number_makes_ones_own_phone_ring()
    {
        await StartAsync();
        await SaveAsync();
        await ToldAsync("message");
        await LoadAsync(user: 504142);

        await ClickPhoneAsync();

        (await ToldAsync("message")).Should().Be("Itgrix Calling +1 (202) 555-01-23.");
        var originate = _run.Originates.Should().ContainSingle().Which;
        originate.Channel.Should().Be("PJSIP/102");
        originate.Exten.Should().Be("+12025550123");
    }

    [TestMethod, Timeout(Limit)]
    public async Task While_the_phone_rings_the_page_says_so_in_the_users_language()
    {
        await StartAsync();
        await SaveAsync();
        await ToldAsync("message");
        var phone = new TaskCompletionSource<OriginateResult>();
        _run.Originate = (_, _) => phone.Task;
        await LoadAsync(language: "ru");

        await ClickPhoneAsync();

        (await ToldAsync("message")).Should().Be(
            "Itgrix Звонит ваш телефон 101: снимите трубку, и будет набран +1 (202) 555-01-23.");
        await ClickPhoneAsync();
        (await ToldAsync("error")).Should().Be("Itgrix Ваш телефон уже звонит.");
        _run.Originates.Should().ContainSingle();
        phone.SetResult(new(false, 3, "", "", "nobody answered"));
    }

    [TestMethod, Timeout(Limit)]
    public async Task The_page_names_a_phone_that_is_not_reachable()
    {
        await StartAsync();
        _run.Originate = (_, _) => Task.FromResult(new OriginateResult(false, 0, "", "", "not reachable <b>"));
        await SaveAsync();
        await ToldAsync("message");

        await ClickPhoneAsync();

        (await ToldAsync("error"))
            .Should().Be("Itgrix Your phone was not taken: PJSIP/101 was not taken: not reachable <b>.");
    }

    [TestMethod, Timeout(Limit)]
    public async Task A_number_that_is_none_is_not_dialled_and_not_run_on_the_page()
    {
        await StartAsync();
        await SaveAsync();
        await ToldAsync("message");

        await ClickPhoneAsync(number: 1);

        (await ToldAsync("error")).Should().StartWith("Itgrix This cannot be called: the number '<img src=x");
        (await _page.TitleAsync()).Should().Be("An account");
        _run.Originates.Should().BeEmpty();
    }

    [TestMethod, Timeout(Limit)]
    public async Task A_wrong_password_is_told_and_nothing_is_installed()
    {
        await StartAsync();

        await SaveAsync(settingsPassword: "wrong");

        (await ToldAsync("error")).Should().Be("Itgrix Login or settings password is wrong.");
        (await _page.Locator(".itgrix-state").TextContentAsync()).Should().Be("Login or settings password is wrong.");
        await Assertions.Expect(_page.Locator("#installed")).ToHaveTextAsync("not installed");
        (await StatusAsync()).Should().Be("error");
        _run.Settings.Saved.Should().BeNull();

        await _page.FillAsync(SettingsPassword, WidgetRun.SettingsPassword);
        await _page.ClickAsync(".js-widget-save");
        await ToldAsync("message");
        _run.Settings.Saved.Should().NotBeNull();
    }

    [TestMethod, Timeout(Limit)]
    public async Task Who_guesses_is_told_how_long_to_wait()
    {
        await StartAsync();
        await SaveAsync(settingsPassword: "wrong");
        await ToldAsync("error");
        string? told = null;
        for (var guess = 0; guess < 5; guess++)
        {
            await _page.ClickAsync(".js-widget-save");
            told = await ToldAsync("error");
        }

        told.Should().MatchRegex("^Itgrix Too many wrong passwords: wait [0-9]+ s, then try again\\.$");
    }

    [TestMethod, Timeout(Limit)]
    public async Task The_widget_reports_an_unreachable_service_on_saving_and_on_a_click()
    {
        await StartAsync();
        await SaveAsync();
        await ToldAsync("message");
        var server = Server;
        await _run.DisposeAsync();

        await ClickPhoneAsync();
        (await ToldAsync("error")).Should().StartWith($"Itgrix The service at {server} cannot be reached");
        await _page.FillAsync(SettingsPassword, WidgetRun.SettingsPassword);
        await _page.ClickAsync(".js-widget-save");
        (await ToldAsync("error")).Should().StartWith($"Itgrix The service at {server} cannot be reached");
        await Assertions.Expect(_page.Locator("#installed")).ToHaveTextAsync("not installed");
    }

    [TestMethod, Timeout(Limit)]
    public async Task A_certificate_that_nobody_trusts_is_as_if_the_service_were_away()
    {
        await StartAsync(new("pbx.example.com"));

        await SaveAsync();

        (await ToldAsync("error")).Should().Contain("cannot be reached").And.Contain("its certificate");
        _run.Settings.Saved.Should().BeNull();
    }

    [TestMethod, Timeout(Limit)]
    [DataRow("http://pbx.example.com:8077")]
    [DataRow("https://user:secret@pbx.example.com")]
    [DataRow("https://pbx.example.com/?a=1")]
    [DataRow("javascript://pbx.example.com/")]
    public async Task An_address_that_is_none_is_asked_for_again_and_nothing_is_sent(string address)
    {
        await StartAsync();

        await SaveAsync(server: address);

        (await ToldAsync("error")).Should().StartWith("Itgrix This is no https address");
        _seen.Should().NotContain(line => line.Contains("/kommo/widget/"));
    }

    [TestMethod, Timeout(Limit)]
    public async Task Another_server_that_answers_is_not_taken_for_the_service()
    {
        await StartAsync();

        await SaveAsync(server: "example.kommo.com");

        (await ToldAsync("error"))
            .Should().Be("Itgrix What answers at https://example.kommo.com is not the Itgrix service (404).");
    }

    [TestMethod, Timeout(Limit)]
    public async Task An_employee_without_an_extension_is_told_so()
    {
        await StartAsync();
        await ClickPhoneAsync();
        (await ToldAsync("error")).Should().StartWith("Itgrix The widget is not set up");
        await SaveAsync();
        await ToldAsync("message");
        await LoadAsync(user: 504143);

        await ClickPhoneAsync();

        (await ToldAsync("error")).Should().StartWith("Itgrix You have no extension");
        _run.Originates.Should().BeEmpty();
    }

    [TestMethod, Timeout(Limit)]
    public async Task Two_users_with_one_extension_are_named()
    {
        await StartAsync();

        await SaveAsync(second: "101");

        (await ToldAsync("error")).Should().Contain("The extension 101 is given to the users 504141 and 504142");
    }

    [TestMethod, Timeout(Limit)]
    public async Task Switched_off_the_widget_tells_the_service_nothing()
    {
        await StartAsync();
        await SaveAsync();
        await ToldAsync("message");
        var requests = _seen.Count;

        await _page.ClickAsync("#off");

        await Assertions.Expect(_page.Locator("#itgrix_widget_custom_content")).ToBeEmptyAsync();
        await Assertions.Expect(_page.Locator("#installed")).ToHaveTextAsync("installed");
        _seen.Should().HaveCount(requests);
    }

    private async Task StartAsync(
        TestCertificate? certificate = null, bool takesSettings = true, string? secret = null)
    {
        _run = await WidgetRun.StartAsync(certificate: certificate, takesSettings: takesSettings, secret: secret);
        _person = await _browser.NewAsync();
        _page = await _person.NewPageAsync();
        _page.Console += (_, line) => _seen.Enqueue(line.Text);
        _page.PageError += (_, error) => _seen.Enqueue(error);
        _page.Request += (_, request) => _seen.Enqueue(request.Url);
        await LoadAsync();
    }

    private async Task LoadAsync(int user = 504141, string language = "en", string token = "")
    {
        await _page.GotoAsync($"https://example.kommo.com/?user={user}&language={language}&token={token}");
        await Assertions.Expect(_page.Locator("body")).ToHaveAttributeAsync("data-loader", "ready");
    }

    private async Task SaveAsync(
        string? server = null, string password = WidgetRun.Password, string second = "102",
        string settingsPassword = WidgetRun.SettingsPassword)
    {
        await _page.ClickAsync("#open");
        await _page.FillAsync("[name=server]", server ?? $"{Server}/");
        await _page.FillAsync("[name=login]", WidgetRun.Login);
        await _page.FillAsync("[name=password]", password);
        await _page.FillAsync("[name='users[504141]']", "101");
        await _page.FillAsync("[name='users[504142]']", second);
        await _page.CheckAsync(".itgrix-task_on_missed");
        await _page.FillAsync(SettingsPassword, settingsPassword);
        await _page.ClickAsync(".js-widget-save");
    }

    private Task ClickPhoneAsync(int number = 0) => _page.Locator(".phone").Nth(number).ClickAsync();

    /// <summary>What the page said next; and nothing that it logged or asked for holds the password.</summary>
    private async Task<string?> ToldAsync(string kind)
    {
        var next = _page.Locator("#notifications > div").First;
        await next.WaitForAsync();
        (await next.GetAttributeAsync("class")).Should().Be(kind, await next.TextContentAsync());
        string[] secrets = [WidgetRun.Password, "correct%3Ahorse", WidgetRun.SettingsPassword, "battery%3Astaple"];
        _seen.Should().NotContain(line => secrets.Any(line.Contains));
        var text = await next.TextContentAsync();
        await next.EvaluateAsync("one => one.remove()");
        return text;
    }

    private Task<string?> StatusAsync() => _page.GetAttributeAsync("body", "data-status");
}
