using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Cel;

[TestClass]
public sealed class CelColumnsTests
{
    [TestMethod]
    [DataRow("eventtype,eventtime,cid_name,cid_num,cid_ani,cid_rdnis,cid_dnid,exten,context,channame,appname,"
        + "appdata,amaflags,"
        + "accountcode,uniqueid,linkedid,peer,userdeftype,eventextra,userfield")]
    [DataRow("EventType,EventEnum,My Literal,EventTime,UserEventName,CIDName,CIDNum,Exten,Context,ChanName,"
        + "AppName,AppData,AMAFlags,"
        + "AcctCode,UniqueID,UserField,CIDani,CIDrdnis,CIDdnid,Peer,LinkedID,PeerAcct,Extra,TenantID")]
    [DataRow("eventtype,eventtime,cidname,cidnum,cidani,cidrdnis,ciddnid,exten,context,channame,appname,appdata,"
        + "amaflags,accountcode,"
        + "uniqueid,linkedid,bridgepeer,userfield,userdeftype,eventextra")]
    public void Every_field_is_found_under_the_names_of_every_module(string names)
    {
        var columns = CelColumns.Create(names.Split(','));

        columns.Positions.Keys.Should().BeEquivalentTo(Enum.GetValues<CelField>());
        columns.Missing.Should().BeEmpty();
    }

    [TestMethod]
    public void An_empty_column_of_freepbx_is_not_taken_for_the_channel()
    {
        var columns = CelColumns.Create(["channel", "dstchannel", "channame"]);

        columns.Positions[CelField.Channel].Should().Be(2);
    }

    [TestMethod]
    public void Missing_columns_have_asterisks_names() =>
        CelColumns.Create(["eventtype", "cidnum"]).Missing.Should()
            .Equal("channame", "eventtime", "linkedid", "uniqueid");

    [TestMethod]
    public void A_chosen_column_wins_over_the_usual_one()
    {
        var chosen = new Dictionary<CelField, string> { [CelField.Extra] = "details" };

        CelColumns.Create(["extra", "Details"], chosen).Positions[CelField.Extra].Should().Be(1);
    }
}
