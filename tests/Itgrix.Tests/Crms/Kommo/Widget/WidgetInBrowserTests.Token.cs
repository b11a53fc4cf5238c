using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo.Widget;

/// <summary>The widget where the CRM adds its token to each request.</summary>
public sealed partial class WidgetInBrowserTests
{
    [TestMethod, Timeout(Limit)]
    public async Task With_the_token_of_the_CRM_an_administrator_saves_without_a_password_and_a_user_calls()
    {
        const string secret = "the integration's secret";
        await StartAsync(secret: secret);
        await LoadAsync(token: CrmToken.Make(DateTimeOffset.UtcNow, secret, """{"is_admin": true}"""));
        await SaveAsync(settingsPassword: "");
        await ToldAsync("message");

        await LoadAsync(504142, token: CrmToken.Make(DateTimeOffset.UtcNow, secret, """{"user_id": 504142}"""));
        await ClickPhoneAsync();
        await ToldAsync("message");
        _run.Originates.Should().ContainSingle().Which.Channel.Should().Be("PJSIP/102");
    }
}
