using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Features.Routing;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Features.Routing;

[TestClass]
public sealed class RoutingOptionsTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _mistakes = [];

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void A_token_is_enough()
    {
        var options = Read("""{"token": "0123456789abcdef"}""");

        _mistakes.Should().BeEmpty();
        options.Token!.Reveal().Should().Be("0123456789abcdef");
        (options.Timeout, options.Crm).Should().Be((TimeSpan.FromSeconds(2), Crm.Bitrix24));
    }

    [TestMethod]
    public void All_settings_of_routing_are_read()
    {
        _folder.Write("token", "0123456789-._~abcdef\n");

        var options = Read("""{"token": {"file": "token"}, "timeout": 1.5, "crm": "kommo"}""");

        _mistakes.Should().BeEmpty();
        (options.Token!.Reveal(), options.Timeout, options.Crm)
            .Should().Be(("0123456789-._~abcdef", TimeSpan.FromSeconds(1.5), Crm.Kommo));
    }

    [TestMethod]
    [DataRow("{}", "autodistribution.token is missing: give 16 to 200")]
    [DataRow("""{"token": ""}""", "autodistribution.token is empty")]
    [DataRow("""{"token": "0123456789abcde"}""",
        "autodistribution.token cannot be sent by the dialplan or is too short: give 16")]
    [DataRow("""{"token": "0123456789abcdef&x"}""", "autodistribution.token cannot be sent by the dialplan")]
    [DataRow("""{"token": "0123456789abcdef${X}"}""", "autodistribution.token cannot be sent by the dialplan")]
    [DataRow("""{"token": {"env": "ITGRIX_NOT_SET"}}""",
        "autodistribution.token must be in the environment variable ITGRIX_NOT_SET")]
    [DataRow("""{"token": "0123456789abcdef", "timeout": 0}""",
        "autodistribution.timeout is 0: give a number of seconds from 0.1 to 30")]
    [DataRow("""{"token": "0123456789abcdef", "crm": "amo"}""",
        "autodistribution.crm is \"amo\": give \"bitrix24\" or \"kommo\"")]
    [DataRow("""{"token": "0123456789abcdef", "limit": 1}""", "autodistribution.limit is not known here")]
    public void A_mistake_is_named_with_its_place_and_its_fix(string section, string expected)
    {
        Read(section);

        _mistakes.Should().ContainSingle().Which.Should().StartWith(expected);
    }

    [TestMethod]
    public void The_configuration_has_the_routing_section_when_it_is_present()
    {
        var file = _folder.Write(
            "config.json", """{"autodistribution": {"token": "0123456789abcdef", "timeout": 3}}""");

        ItgrixConfig.Load(file).CallRouter.Timeout.Should().Be(TimeSpan.FromSeconds(3));
        ItgrixConfig.Load(_folder.Write("none.json", "{}")).CallRouter.Token.Should().BeNull();
    }

    [TestMethod]
    [DataRow("{}", false, false)]
    [DataRow("""{"forward_to_responsible": true}""", true, false)]
    [DataRow("""{"forward_to_responsible": true, "caller_name": true}""", true, true)]
    public void Routing_of_known_clients_is_off_by_default(string section, bool forward, bool name)
    {
        Distribution(section).Should().Be(new DistributionOptions(forward, name));

        _mistakes.Should().BeEmpty();
    }

    [TestMethod]
    [DataRow("""{"caller_name": "yes"}""", "kommo.distribution.caller_name is \"yes\": give true or false")]
    [DataRow(
        """{"name": true}""", "kommo.distribution.name is not known here. Known: caller_name, forward_to_responsible")]
    public void Mistakes_in_the_routing_section_are_named(string section, string expected)
    {
        Distribution(section);

        _mistakes.Should().ContainSingle().Which.Should().StartWith(expected);
    }

    private RoutingOptions Read(string section) =>
        ReadSettings.From<RoutingOptions>("autodistribution", section, _mistakes, _folder.Path);

    // Each CRM has the section; it cannot be read apart from one.
    private DistributionOptions Distribution(string section) => ReadSettings.From<KommoCallOptions>(
        "kommo", $$"""{"default_user": 1, "distribution": {{section}}}""", _mistakes).Distribution;
}
