using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Ami;

[TestClass]
public sealed class AmiOptionsTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _mistakes = [];

    [TestMethod]
    public void User_and_secret_are_enough()
    {
        var options = Read("""{"user": "itgrix", "secret": "s3"}""");

        _mistakes.Should().BeEmpty();
        options.Address.Should().Be("itgrix@127.0.0.1:5038");
        options.Secret.Reveal().Should().Be("s3");
        options.Auth.Should().Be(AmiAuth.Md5);
        options.Tls.Enabled.Should().BeFalse();
        options.KeepAlive.Should().Be(TimeSpan.FromSeconds(30));
    }

    [TestMethod]
    public void All_settings_of_the_manager_interface_are_read()
    {
        _folder.Write("ca.pem", "");
        _folder.Write("secret", "s3\n");

        var options = Read("""
            {"host": "pbx", "port": 5039, "user": "u", "secret": {"file": "secret"}, "auth": "plain",
             "connect_timeout": 2.5,
             "keep_alive": 10, "tls": {"enabled": true, "validate": false, "ca": "ca.pem"}}
            """);

        _mistakes.Should().BeEmpty();
        options.Address.Should().Be("u@pbx:5039");
        options.Secret.Reveal().Should().Be("s3");
        options.Auth.Should().Be(AmiAuth.Plain);
        options.ConnectTimeout.Should().Be(TimeSpan.FromSeconds(2.5));
        options.KeepAlive.Should().Be(TimeSpan.FromSeconds(10));
        options.Tls.Should().Be(new AmiTls { Enabled = true, Validate = false, Ca = _folder.File("ca.pem") });
    }

    [TestMethod]
    public void A_secret_can_be_in_the_environment()
    {
        var name = $"ITGRIX_TEST_{Guid.NewGuid():n}";
        Environment.SetEnvironmentVariable(name, "s3");

        Read($$$"""{"user": "u", "secret": {"env": "{{{name}}}"}}""").Secret.Reveal().Should().Be("s3");

        Environment.SetEnvironmentVariable(name, null);
        Read($$$"""{"user": "u", "secret": {"env": "{{{name}}}"}}""");
        _mistakes.Should().ContainSingle().Which.Should().StartWith("asterisk.ami.secret ").And.Contain(name);
    }

    [TestMethod]
    public void A_secret_shows_itself_nowhere()
    {
        var options = Read("""{"user": "u", "secret": "hush-hush"}""");

        $"{options} {options.Secret}".Should().NotContain("hush").And.Contain("***");
    }

    [TestMethod]
    [DataRow("""{"secret": "s"}""", "asterisk.ami.user is missing")]
    [DataRow("""{"user": "u"}""", "asterisk.ami.secret is missing")]
    [DataRow("""{"user": "u", "secret": ""}""", "asterisk.ami.secret is empty")]
    [DataRow("""{"user": "u", "secret": "a\nb"}""", "asterisk.ami.secret has more than one line")]
    [DataRow("""{"user": "u", "secret": 7}""", "asterisk.ami.secret is neither")]
    [DataRow("""{"user": "u", "secret": {"file": "none"}}""", "asterisk.ami.secret cannot be read")]
    [DataRow("""{"user": "u", "secret": {}}""", "asterisk.ami.secret needs either")]
    [DataRow("""{"user": "u\r\nX: 1", "secret": "s"}""", "asterisk.ami.user has more than one line")]
    [DataRow("""{"user": "u", "secret": "s", "port": 70000}""", "asterisk.ami.port is 70000")]
    [DataRow("""{"user": "u", "secret": "s", "auth": "md4"}""", "asterisk.ami.auth is")]
    [DataRow("""{"user": "u", "secret": "s", "tls": {"ca": "none"}}""", "asterisk.ami.tls.ca names")]
    [DataRow("""{"user": "u", "secret": "s", "hots": "x"}""", "asterisk.ami.hots is not known")]
    public void A_mistake_is_named_with_its_place(string json, string expected)
    {
        Read(json);

        _mistakes.Should().ContainSingle().Which.Should().StartWith(expected);
    }

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    private AmiOptions Read(string json) =>
        ReadSettings.From<AmiOptions>("asterisk.ami", json, _mistakes, _folder.Path);
}
