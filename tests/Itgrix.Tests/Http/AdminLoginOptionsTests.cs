using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Http;

/// <summary>The sections <c>admin</c> and <c>metrics</c>.</summary>
[TestClass]
public sealed class AdminLoginOptionsTests
{
    private static readonly string Hash = DigestHash.Create("admin", "correct horse").Text;

    private readonly List<string> _mistakes = [];

    [TestMethod]
    public void The_admin_section_accepts_the_right_password_only()
    {
        var admin = Admin($$"""{"login": "admin", "password_hash": "{{Hash}}"}""");

        _mistakes.Should().BeEmpty();
        admin.PasswordHash.Fits("admin", "correct horse").Should().BeTrue();
    }

    [TestMethod]
    [DataRow("{}", "admin.login is missing: give the line that ./run.sh password --digest LOGIN prints.")]
    [DataRow("""{"login": "admin"}""", "admin.password_hash is missing: give the line")]
    [DataRow("""{"login": "admin", "password_hash": "correct horse"}""",
        "admin.password_hash is not a hash for digest: give the line")]
    [DataRow("""{"login": "root", "password_hash": "HASH"}""", "admin.password_hash was made for another login")]
    [DataRow("""{"login": "admin", "password_hash": "HASH", "password": 1}""", "admin.password is not known here")]
    public void A_mistake_of_the_admin_is_named_with_its_fix(string section, string expected)
    {
        Admin(section.Replace("HASH", Hash));

        _mistakes.Should().Contain(mistake => mistake.StartsWith(expected))
            .And.NotContain(mistake => mistake.Contains("correct horse"));
    }

    [TestMethod]
    [DataRow("{}", "metrics.token is missing: give 16 to 200")]
    [DataRow("""{"token": "short"}""", "metrics.token is too short or has other characters")]
    [DataRow("""{"token": "0123456789abcdef 1"}""", "metrics.token is too short or has other characters")]
    [DataRow("""{"token": "0123456789abcdef", "path": 1}""", "metrics.path is not known here")]
    public void A_mistake_of_the_collectors_token_is_named_with_its_fix(string section, string expected)
    {
        Metrics(section);

        _mistakes.Should().ContainSingle(mistake => mistake.StartsWith(expected));
    }

    [TestMethod]
    public void A_token_of_the_collector_may_be_base64()
    {
        Metrics("""{"token": "0123456789ab+/-._~=="}""").Token.Reveal().Should().HaveLength(20);

        _mistakes.Should().BeEmpty();
    }

    private AdminLoginOptions Admin(string section) =>
        ReadSettings.From<AdminLoginOptions>("admin", section, _mistakes);

    private MetricsOptions Metrics(string section) => ReadSettings.From<MetricsOptions>("metrics", section, _mistakes);
}
